import { PASSWORD } from '../../support/passwords.ts';
import type { FaultClient } from '../support/fault-client.ts';
import { sessionsOf } from '../support/past.ts';
import { reading, type Scenario, scenario } from '../support/scenario.ts';
import { signedIn } from './accounts.ts';

const NOBODY = '01900000-0000-7000-8000-000000000000';

/** A user with two sessions: the one in use, and another. */
async function twice(client: FaultClient) {
  const first = await signedIn(client, 'session');
  const [{ sk: own } = {}] = await sessionsOf(client, first.user.id);
  await client.signIn('jwt', first.user.email);
  const all = await sessionsOf(client, first.user.id);
  const idOf = (sk: unknown) => String(sk).split('#')[1];
  return { ...first, own: idOf(own), another: idOf(all.find(({ sk }) => sk !== own)?.sk) };
}

export const OWN_SESSIONS: readonly Scenario[] = [
  reading('list-my-sessions', 'of two', async (client) => {
    const { headers } = await twice(client);
    return () => client.send('GET', '/me/sessions', { headers });
  }),
  scenario('delete-my-session', 'in use', async (client) => {
    const { headers, own } = await twice(client);
    return () => client.send('DELETE', `/me/sessions/${own}`, { headers });
  }),
  scenario('delete-my-session', 'of another device', async (client) => {
    const { headers, another } = await twice(client);
    return () => client.send('DELETE', `/me/sessions/${another}`, { headers });
  }),
  scenario('delete-my-session', 'of another device, with the current password', async (client) => {
    const { headers, another } = await twice(client);
    const json = { current_password: PASSWORD };
    return () => client.send('DELETE', `/me/sessions/${another}`, { headers, json });
  }),
  scenario('delete-my-session', 'that is not there', async (client) => {
    const { headers } = await twice(client);
    return () => client.send('DELETE', `/me/sessions/${NOBODY}`, { headers });
  }),
  scenario('delete-my-sessions', 'after a recent login', async (client) => {
    const { headers } = await twice(client);
    return () => client.send('DELETE', '/me/sessions', { headers });
  }),
  scenario('delete-my-sessions', 'with the current password', async (client) => {
    const { headers } = await twice(client);
    const json = { current_password: PASSWORD };
    return () => client.send('DELETE', '/me/sessions', { headers, json });
  }),
];

export const SESSIONS_OF_USERS: readonly Scenario[] = [
  reading('list-sessions', 'of two', async (client) => {
    const { user } = await twice(client);
    return () => client.send('GET', `/${user.id}/sessions`, client.faulty.root);
  }),
  scenario('delete-session', 'of a user', async (client) => {
    const { user, another } = await twice(client);
    return () => client.send('DELETE', `/${user.id}/sessions/${another}`, client.faulty.root);
  }),
  scenario('delete-session', 'that is not there', async (client) => {
    const { user } = await twice(client);
    return () => client.send('DELETE', `/${user.id}/sessions/${NOBODY}`, client.faulty.root);
  }),
  scenario('delete-sessions', 'of a user', async (client) => {
    const { user } = await twice(client);
    return () => client.send('DELETE', `/${user.id}/sessions`, client.faulty.root);
  }),
];
