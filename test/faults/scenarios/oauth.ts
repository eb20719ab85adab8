import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { keyOf, partitionOf } from '../../../lib/contract/item-keys.ts';
import { type Flow, OAuthBrowser } from '../../e2e/support/oauth-browser.ts';
import type { ProviderAccount } from '../../support/oauth/test-provider.ts';
import { PASSWORD } from '../../support/passwords.ts';
import type { FaultClient, Login } from '../support/fault-client.ts';
import { itemsIn } from '../support/past.ts';
import { reading, type Scenario, scenario } from '../support/scenario.ts';
import { signedIn } from './accounts.ts';

type Name = 'acme' | 'stored';

/** An account at the provider. */
function account(client: FaultClient, claims: ProviderAccount = {}): string {
  const subject = `subject-${randomUUID()}`;
  client.about.subject.push(subject);
  client.faulty.provider.account(subject, claims);
  return subject;
}

const bearer = ({ headers }: Login) => headers.authorization?.slice('Bearer '.length);

/** A browser that is back from the provider, before it calls the API with what it was given. */
async function back(client: FaultClient, name: Name, flow: Flow, subject: string, login?: Login) {
  const browser = new OAuthBrowser(client, client.faulty.provider, name);
  const token = login && bearer(login);
  const walk = await browser.begin(flow, { token });
  const query = await browser.signIn(walk, subject);
  return () => browser.callback(flow, query, { cookies: [walk.cookie], token });
}

/** The user that an account was registered for. */
async function meet(client: FaultClient, name: Name, subject: string): Promise<void> {
  const items = await itemsIn(client, partitionOf('account', { client: name, subject }));
  client.about.user.push(...items.map(({ user_id }) => user_id));
}

/** The account is linked to a new user, who is made by it. */
async function registered(client: FaultClient, name: Name) {
  const email = client.address();
  const subject = account(client, { email, email_verified: true });
  client.loginOf(await (await back(client, name, 'oauth', subject))());
  await meet(client, name, subject);
  return { subject };
}

/** The account is linked to a user who has a password. */
async function linked(client: FaultClient) {
  const login = await signedIn(client);
  const subject = account(client);
  await (await back(client, 'acme', 'associate', subject, login))();
  return { ...login, subject };
}

const ofAccount = (root: string, subject: string) => `${root}/accounts/acme/${subject}`;

export const OAUTH: readonly Scenario[] = [
  reading('oauth-authorize', 'of a client', async (client) => {
    const browser = new OAuthBrowser(client, client.faulty.provider, 'acme');
    return () => browser.authorize('oauth');
  }),
  ...(['acme', 'stored'] as const).flatMap((of) => [
    scenario(
      'oauth-callback',
      `of ${of}, that registers`,
      async (client) => {
        const subject = account(client, { email: client.address(), email_verified: true });
        const callback = await back(client, of, 'oauth', subject);
        return async () => {
          const answer = await callback();
          await meet(client, of, subject);
          return answer;
        };
      },
      { of },
    ),
    scenario(
      'oauth-callback',
      `of ${of}, of a known account`,
      async (client) => {
        const { subject } = await registered(client, of);
        return back(client, of, 'oauth', subject);
      },
      { of },
    ),
    scenario(
      'associate-callback',
      `of ${of}`,
      async (client) => back(client, of, 'associate', account(client), await signedIn(client)),
      { of },
    ),
  ]),
  scenario(
    'oauth-callback',
    'that links an account by its address',
    async (client) => {
      const email = client.address();
      const input = { email, password: PASSWORD, is_verified: true };
      client.about.user.push((await client.system.createUser(input)).id);
      return back(client, 'acme', 'oauth', account(client, { email, email_verified: true }));
    },
    { of: 'acme' },
  ),
  scenario(
    'oauth-callback',
    'of an account whose user has another address',
    async (client) => {
      const { subject } = await registered(client, 'acme');
      client.faulty.provider.account(subject, {});
      return back(client, 'acme', 'oauth', subject);
    },
    { of: 'acme' },
  ),
  scenario(
    'oauth-callback',
    'of an account that was stored without an issuer',
    async (client) => {
      const { id } = await client.user();
      const subject = account(client);
      const key = keyOf('earlier-account', { client: 'stored', subject });
      const item = { ...key, user_id: id };
      await client.faulty.documents.send(
        new PutCommand({ TableName: client.faulty.table, Item: item }),
      );
      return back(client, 'stored', 'oauth', subject);
    },
    { of: 'stored' },
  ),
  reading('associate-authorize', 'of a client', async (client) => {
    const browser = new OAuthBrowser(client, client.faulty.provider, 'acme');
    const token = bearer(await signedIn(client));
    return () => browser.authorize('associate', { token });
  }),
  scenario(
    'associate-callback',
    'of an account of the user',
    async (client) => {
      const { subject, ...login } = await linked(client);
      return back(client, 'acme', 'associate', subject, login);
    },
    { of: 'acme' },
  ),
  reading('list-my-accounts', 'of one', async (client) => {
    const { headers } = await linked(client);
    return () => client.send('GET', '/me/accounts', { headers });
  }),
  scenario('unlink-my-account', 'of two', async (client) => {
    const { headers, subject } = await linked(client);
    return () => client.send('DELETE', ofAccount('/me', subject), { headers });
  }),
  scenario('unlink-my-account', 'that is not there', async (client) => {
    const { headers, subject } = await linked(client);
    const unlink = () => client.send('DELETE', ofAccount('/me', subject), { headers });
    await unlink();
    return unlink;
  }),
  reading('list-accounts', 'of one', async (client) => {
    const { user } = await linked(client);
    return () => client.send('GET', `/${user.id}/accounts`, client.faulty.root);
  }),
  scenario('unlink-account', 'of a user', async (client) => {
    const { user, subject } = await linked(client);
    return () => client.send('DELETE', ofAccount(`/${user.id}`, subject), client.faulty.root);
  }),
];
