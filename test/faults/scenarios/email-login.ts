import { CODE_TRIES } from '../../../lib/contract/email-login.ts';
import { partitionOf } from '../../../lib/contract/item-keys.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { BACKENDS } from '../support/backends.ts';
import type { FaultClient } from '../support/fault-client.ts';
import { itemsIn } from '../support/past.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const ask = (client: FaultClient, of: string, email: string) =>
  client.send('POST', `/login/${of}/email`, {
    json: { email },
    headers: { origin: client.system.origin },
  });

/** A user whose address is verified, so that a code ends nothing. */
async function verified(client: FaultClient) {
  const email = client.address();
  const input = { email, password: PASSWORD, is_verified: true };
  client.about.user.push((await client.system.createUser(input)).id);
  return email;
}

/** The request that gives the code which was mailed to an address, or another one. */
async function giving(client: FaultClient, of: string, email: string, wrong?: string) {
  const { attempt_token } = (await ask(client, of, email)).json;
  const { detail } = await client.eventWhere(
    'after-request-login',
    (event) => event.detail.user.email === email,
  );
  const json = { attempt_token, code: wrong ?? detail.code };
  const headers = { origin: client.system.origin };
  return () => client.send('POST', `/login/${of}/email/confirm`, { json, headers });
}

/** Of which nothing is stored, and which is. */
const KINDS = ['plain', 'session'];

export const EMAIL_LOGIN: readonly Scenario[] = [
  ...BACKENDS.flatMap((of) => [
    scenario(
      'request-login',
      `at ${of}`,
      async (client) => {
        const { email } = await client.user();
        return () => ask(client, of, email);
      },
      { of },
    ),
    scenario(
      'confirm-login',
      `at ${of}`,
      async (client) => giving(client, of, await verified(client)),
      { of },
    ),
  ]),
  ...KINDS.flatMap((of) => [
    scenario(
      'request-login',
      `at ${of}, of an unknown address`,
      async (client) => {
        const email = client.address();
        return () => ask(client, of, email);
      },
      { of },
    ),
    scenario(
      'request-login',
      `at ${of}, within a minute of another`,
      async (client) => {
        const { email } = await client.user();
        await ask(client, of, email);
        return () => ask(client, of, email);
      },
      { of },
    ),
    scenario(
      'confirm-login',
      `at ${of}, of a user who was never verified`,
      async (client) => {
        const { email } = await client.user();
        return giving(client, of, email);
      },
      { of },
    ),
    scenario(
      'confirm-login',
      `at ${of}, that registers`,
      async (client) => {
        const confirm = await giving(client, of, client.address());
        return async () => {
          const answer = await confirm();
          await meet(client);
          return answer;
        };
      },
      { of },
    ),
    scenario(
      'confirm-login',
      `at ${of}, with a wrong code`,
      async (client) => giving(client, of, await verified(client), 'wrong'),
      { of },
    ),
    scenario(
      'confirm-login',
      `at ${of}, with the last wrong code`,
      async (client) => {
        const confirm = await giving(client, of, await verified(client), 'wrong');
        for (let n = 1; n < CODE_TRIES; n++) await confirm();
        return confirm;
      },
      { of },
    ),
    scenario(
      'confirm-login',
      `at ${of}, with a code that was used`,
      async (client) => {
        const confirm = await giving(client, of, await verified(client));
        await confirm();
        return confirm;
      },
      { of },
    ),
  ]),
];

/** The user who signed up. */
async function meet(client: FaultClient): Promise<void> {
  const [email = ''] = client.about.email;
  const items = await itemsIn(client, partitionOf('credential', { email }));
  client.about.user.push(...items.map(({ user_id }) => user_id));
}
