import { SoftwareAuthenticator } from '../../support/passkeys/software-authenticator.ts';
import { PASSWORD } from '../../support/passwords.ts';
import type { FaultClient, Login } from '../support/fault-client.ts';
import { reading, type Scenario, scenario } from '../support/scenario.ts';
import { signedIn } from './accounts.ts';

/** Of the API's pages, according to `test/apps/faults.ts`. */
const PAGE = 'http://localhost:3000';

/** What the user's authenticator says of a challenge for a new passkey. */
async function creating(client: FaultClient, { headers }: Pick<Login, 'headers'>) {
  const authenticator = new SoftwareAuthenticator();
  const { json } = await client.send('POST', '/me/passkeys/options', { headers, json: {} });
  const { options, challenge_token } = json;
  const credential = authenticator.create(options, { origin: PAGE });
  const add = () =>
    client.send('POST', '/me/passkeys', { headers, json: { challenge_token, credential } });
  return { authenticator, add };
}

/** A user with a passkey. */
async function enrolled(client: FaultClient, backend = 'plain') {
  const own = await signedIn(client, backend, client.vouchedFor());
  const { authenticator, add } = await creating(client, own);
  const { status, text, json } = await add();
  if (status !== 201) throw new Error(`add-passkey: ${status} ${text}`);
  const id: string = json.id;
  return { ...own, authenticator, id };
}

/** What a login at a backend is given. */
async function assertion(client: FaultClient, of: string, authenticator: SoftwareAuthenticator) {
  const headers = { origin: client.system.origin };
  const { json } = await client.send('POST', `/login/${of}/passkey/options`, { headers });
  const credential = authenticator.get(json.options, { origin: PAGE });
  return { challenge_token: json.challenge_token, credential };
}

const at = (of: string): readonly Scenario[] => [
  reading(
    'passkey-login-options',
    `at ${of}`,
    async (client) => {
      const headers = { origin: client.system.origin };
      return () => client.send('POST', `/login/${of}/passkey/options`, { headers });
    },
    { of, form: true },
  ),
  scenario(
    'passkey-login',
    `at ${of}`,
    async (client) => {
      const { authenticator } = await enrolled(client);
      const json = await assertion(client, of, authenticator);
      const headers = { origin: client.system.origin };
      return () => client.send('POST', `/login/${of}/passkey`, { json, headers });
    },
    { of },
  ),
  scenario(
    'passkey-login',
    `at ${of}, by a passkey that was removed`,
    async (client) => {
      const { authenticator, headers: own, id } = await enrolled(client);
      const json = await assertion(client, of, authenticator);
      await client.send('DELETE', `/me/passkeys/${id}`, { headers: own });
      const headers = { origin: client.system.origin };
      return () => client.send('POST', `/login/${of}/passkey`, { json, headers });
    },
    { of },
  ),
  scenario(
    'reauthenticate',
    `at ${of}, by a passkey`,
    async (client) => {
      const { user, authenticator } = await enrolled(client);
      const { headers } = await client.signIn(of, user.email, PASSWORD);
      const json = await assertion(client, of, authenticator);
      return () => client.send('POST', `/reauthenticate/${of}`, { headers, json });
    },
    { of },
  ),
];

export const PASSKEYS: readonly Scenario[] = [
  ...['plain', 'session', 'cookie'].flatMap(at),
  reading(
    'passkey-options',
    'after a recent login',
    async (client) => {
      const { headers } = await signedIn(client, 'plain', client.vouchedFor());
      return () => client.send('POST', '/me/passkeys/options', { headers, json: {} });
    },
    { form: true },
  ),
  scenario(
    'add-passkey',
    'of a new authenticator',
    async (client) =>
      (await creating(client, await signedIn(client, 'plain', client.vouchedFor()))).add,
    { form: true },
  ),
  reading('list-my-passkeys', 'of one', async (client) => {
    const { headers } = await enrolled(client);
    return () => client.send('GET', '/me/passkeys', { headers });
  }),
  scenario('rename-my-passkey', 'of one', async (client) => {
    const { headers, id } = await enrolled(client);
    const json = { name: 'Phone' };
    return () => client.send('PATCH', `/me/passkeys/${id}`, { headers, json });
  }),
  scenario('delete-my-passkey', 'of one', async (client) => {
    const { headers, id } = await enrolled(client);
    return () => client.send('DELETE', `/me/passkeys/${id}`, { headers });
  }),
  reading('list-passkeys', 'of a user', async (client) => {
    const { user } = await enrolled(client);
    return () => client.send('GET', `/${user.id}/passkeys`, client.faulty.root);
  }),
  scenario('delete-passkey', 'of a user', async (client) => {
    const { user, id } = await enrolled(client);
    return () => client.send('DELETE', `/${user.id}/passkeys/${id}`, client.faulty.root);
  }),
];
