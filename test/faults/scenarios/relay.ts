import { marshall } from '@aws-sdk/util-dynamodb';
import { partitionOf } from '../../../lib/contract/item-keys.ts';
import { PASSWORD } from '../../support/passwords.ts';
import type { FaultClient } from '../support/fault-client.ts';
import { itemsIn, type Stored } from '../support/past.ts';
import { type Scenario, scenario } from '../support/scenario.ts';
import { signedIn } from './accounts.ts';

interface Batch {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Lambda gives up later than after as many attempts. */
const ATTEMPTS = 3;

/** Records of a stream, delivered as Lambda does: from the one that failed, until none fails. */
async function deliver(client: FaultClient, records: readonly object[]): Promise<unknown> {
  let rest = records.map((record, index) => ({ ...numbered(record, index + 1) }));
  for (let attempt = 0; attempt < ATTEMPTS && rest.length > 0; attempt++) {
    const result = await client.invoke(client.faulty.functionOf('relay'), { Records: rest });
    const { ok } = result as { ok?: Batch };
    if (ok === undefined) continue;
    const [failed] = ok.batchItemFailures;
    const at = rest.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failed?.itemIdentifier);
    rest = at === -1 ? [] : rest.slice(at);
  }
  return { left: rest.length };
}

function numbered(record: object, number: number) {
  const at = Math.floor(Date.now() / 1000);
  const { eventName, ...images } = record as { eventName: string };
  return {
    eventName,
    eventSource: 'aws:dynamodb',
    dynamodb: {
      ...images,
      SequenceNumber: String(number),
      ApproximateCreationDateTime: at,
    },
  };
}

const inserted = (item: Stored) => ({ eventName: 'INSERT', NewImage: marshall(item) });
const removed = (item: Stored) => ({ eventName: 'REMOVE', OldImage: marshall(item) });

const profileOf = async (client: FaultClient, user: string) =>
  (await itemsIn(client, partitionOf('profile', { user })))[0] ?? {};

/** Events of items as they are stored, which the stream has brought before. */
const of = (when: string, items: (client: FaultClient) => Promise<readonly Stored[]>) =>
  scenario('relay', when, async (client) => {
    const records = (await items(client)).map(inserted);
    if (records.length === 0) throw new Error('there is no record');
    return () => deliver(client, records);
  });

const requested = (path: string) => async (client: FaultClient) => {
  const { email } = await client.user();
  await client.send('POST', path, { json: { email } });
  return itemsIn(client, partitionOf('forgot-password', { email }));
};

export const RELAY: readonly Scenario[] = [
  of('of a new user', async (client) => [await profileOf(client, (await client.user()).id)]),
  of('of two users', async (client) => [
    await profileOf(client, (await client.user()).id),
    await profileOf(client, (await client.user()).id),
  ]),
  of('of a forgotten password', requested('/forgot-password')),
  of('of an address to verify', requested('/request-verify-token')),
  of('of a new address', async (client) => {
    const { user, headers } = await signedIn(client);
    const json = { email: client.address(), current_password: PASSWORD };
    await client.send('PATCH', '/me', { headers, json });
    return itemsIn(client, partitionOf('email-change', { user: user.id }));
  }),
  of('of a refresh token that was used again', async (client) => {
    const { user, refresh } = await signedIn(client, 'jwt');
    const answer = await client.send('POST', '/refresh/jwt', refresh);
    await client.send('POST', '/refresh/jwt', client.loginOf(answer).refresh);
    await client.send('POST', '/refresh/jwt', refresh);
    return itemsIn(client, partitionOf('session', { user: user.id }));
  }),
  scenario('relay', 'of a user who is deleted, with all that is left', async (client) => {
    const { user } = await signedIn(client, 'session');
    await client.send('POST', '/forgot-password', { json: { email: user.email } });
    const { headers: plain } = await client.signIn('plain', user.email);
    await client.send('POST', '/logout/plain', { headers: plain });
    const profile = await profileOf(client, user.id);
    return () => deliver(client, [removed(profile)]);
  }),
];
