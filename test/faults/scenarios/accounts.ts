import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { BACKENDS } from '../support/backends.ts';
import type { FaultClient } from '../support/fault-client.ts';
import { age } from '../support/past.ts';
import { reading, type Scenario, scenario } from '../support/scenario.ts';

/** A new user who is signed in at a backend. */
export async function signedIn(client: FaultClient, backend = 'plain', made = client.user()) {
  const user = await made;
  return { user, ...(await client.signIn(backend, user.email)) };
}

const patchMe =
  (backend: string, json: (client: FaultClient) => object): Scenario['prepare'] =>
  async (client) => {
    const { headers } = await signedIn(client, backend);
    const body = json(client);
    return () => client.send('PATCH', '/me', { headers, json: body });
  };
const newPassword = () => ({ password: OTHER_PASSWORD, current_password: PASSWORD });

export const ACCOUNTS: readonly Scenario[] = [
  scenario('register', 'of a new address', async (client) => {
    const json = { email: client.address(), password: PASSWORD };
    return async () => {
      const answer = await client.send('POST', '/register', { json });
      if (answer.status === 201) client.about.user.push(answer.json.id);
      return answer;
    };
  }),
  scenario('register', 'of an address that is taken', async (client) => {
    const { email } = await client.user();
    return () => client.send('POST', '/register', { json: { email, password: PASSWORD } });
  }),
  ...BACKENDS.map((backend) =>
    reading('get-me', `by ${backend}`, async (client) => {
      const { headers } = await signedIn(client, backend);
      return () => client.send('GET', '/me', { headers });
    }),
  ),
  scenario('get-me', 'that notes the use of a session', async (client) => {
    const { user, headers } = await signedIn(client, 'session');
    await age(client, user.id);
    return () => client.send('GET', '/me', { headers });
  }),
  reading('get-me', 'of a user who is deleted', async (client) => {
    const { headers } = await signedIn(client, 'plain');
    await client.send('DELETE', '/me', { headers });
    return () => client.send('GET', '/me', { headers });
  }),
  scenario(
    'update-me',
    'of a field',
    patchMe('plain', () => ({ nickname: 'Ada' })),
  ),
  scenario(
    'update-me',
    'that changes nothing',
    patchMe('plain', () => ({})),
  ),
  scenario(
    'update-me',
    'of the address',
    patchMe('plain', (client) => ({ email: client.address(), current_password: PASSWORD })),
  ),
  ...BACKENDS.map((backend) =>
    scenario('update-me', `of the password, by ${backend}`, patchMe(backend, newPassword)),
  ),
  scenario('delete-me', 'after a recent login', async (client) => {
    const { headers } = await signedIn(client, 'session');
    return () => client.send('DELETE', '/me', { headers });
  }),
  scenario('delete-me', 'with the current password', async (client) => {
    const { headers } = await signedIn(client);
    const json = { current_password: PASSWORD };
    return () => client.send('DELETE', '/me', { headers, json });
  }),
  reading('export-me', 'of a user with sessions', async (client) => {
    const { headers, user } = await signedIn(client, 'session');
    await client.signIn('jwt', user.email);
    return () => client.send('GET', '/me/export', { headers });
  }),
  ...[false, true].map((is_superuser) =>
    scenario('create-user', is_superuser ? 'of a superuser' : 'of a user', async (client) => {
      const input = { email: client.address(), password: PASSWORD, is_superuser };
      return async () => {
        const made = await client.invoke(client.faulty.functionOf('create-user'), input);
        const { ok } = made as { ok?: { id: string } };
        if (ok) client.about.user.push(ok.id);
        return made;
      };
    }),
  ),
  scenario('create-user', 'of an address that is taken', async (client) => {
    const { email } = await client.user();
    const input = { email, password: PASSWORD };
    return () => client.invoke(client.faulty.functionOf('create-user'), input);
  }),
];

/** A request of an address for a mail, which the address may not know. */
const asking =
  (path: string, isKnown: boolean): Scenario['prepare'] =>
  async (client) => {
    const email = isKnown ? (await client.user()).email : client.address();
    return () => client.send('POST', path, { json: { email } });
  };

export const MAILS: readonly Scenario[] = [
  ...(['forgot-password', 'request-verify-token'] as const).flatMap((action) => [
    scenario(action, 'of a known address', asking(`/${action}`, true)),
    scenario(action, 'of an unknown address', asking(`/${action}`, false)),
    scenario(action, 'within a minute of another', async (client) => {
      const { email } = await client.user();
      const ask = () => client.send('POST', `/${action}`, { json: { email } });
      await ask();
      return ask;
    }),
  ]),
  scenario('reset-password', 'with a token', async (client) => {
    const { email } = await client.user();
    const json = { token: await client.resetToken(email), password: OTHER_PASSWORD };
    return () => client.send('POST', '/reset-password', { json });
  }),
  scenario('reset-password', 'with a token that was used', async (client) => {
    const { email } = await client.user();
    const json = { token: await client.resetToken(email), password: OTHER_PASSWORD };
    const reset = () => client.send('POST', '/reset-password', { json });
    await reset();
    return reset;
  }),
  scenario('verify', 'with a token', async (client) => {
    const { email } = await client.user();
    const json = { token: await client.verifyToken(email) };
    return () => client.send('POST', '/verify', { json });
  }),
  scenario('verify', 'with a token that was used', async (client) => {
    const { email } = await client.user();
    const json = { token: await client.verifyToken(email) };
    const verify = () => client.send('POST', '/verify', { json });
    await verify();
    return verify;
  }),
  scenario('confirm-email-change', 'with a token', async (client) => {
    const { headers, user } = await signedIn(client);
    const change = { email: client.address(), current_password: PASSWORD };
    await client.send('PATCH', '/me', { headers, json: change });
    const { detail } = await client.event('after-request-email-change', ({ id }) => id === user.id);
    return () => client.send('POST', '/confirm-email-change', { json: { token: detail.token } });
  }),
];
