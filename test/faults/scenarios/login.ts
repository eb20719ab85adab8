import { PASSWORD } from '../../support/passwords.ts';
import { BACKENDS, BY_COOKIE, REFRESHABLE } from '../support/backends.ts';
import type { FaultClient } from '../support/fault-client.ts';
import { weaken } from '../support/past.ts';
import { reading, type Scenario, scenario } from '../support/scenario.ts';
import { signedIn } from './accounts.ts';

const login =
  (
    client: FaultClient,
    backend: string,
    username: string,
    more: { password?: string; headers?: object } = {},
  ) =>
  () =>
    client.send('POST', `/login/${backend}`, {
      form: { username, password: more.password ?? PASSWORD },
      headers: { origin: client.system.origin, ...more.headers },
    });

const succeeding = (of: string) =>
  scenario('login', `at ${of}`, async (client) => login(client, of, (await client.user()).email), {
    of,
  });

const wrongPassword = (of: string) =>
  reading(
    'login',
    `at ${of}, with a wrong password`,
    async (client) => login(client, of, (await client.user()).email, { password: 'another one' }),
    { of },
  );

const unknownAddress = (of: string) =>
  reading(
    'login',
    `at ${of}, of an unknown address`,
    async (client) => login(client, of, client.address()),
    { of },
  );

const hashedAgain = (of: string) =>
  scenario(
    'login',
    `at ${of}, whose hash is stored again`,
    async (client) => {
      const { email } = await client.user();
      await weaken(client, email);
      return login(client, of, email);
    },
    { of },
  );

const beyondLimit = (of: string) =>
  scenario(
    'login',
    `at ${of}, with as many sessions as a user may have`,
    async (client) => {
      const { email } = await client.user();
      for (const backend of ['session', 'jwt', 'session']) await client.signIn(backend, email);
      return login(client, of, email);
    },
    { of },
  );

const inPlace = (of: string) =>
  scenario(
    'login',
    `at ${of}, in place of another login`,
    async (client) => {
      const { user, headers } = await signedIn(client, of);
      for (const backend of ['session', 'session']) await client.signIn(backend, user.email);
      return login(client, of, user.email, { headers });
    },
    { of },
  );

/** Of which nothing is stored, and which is. */
const KINDS = ['plain', 'session'];

export const LOGIN: readonly Scenario[] = [
  ...BACKENDS.map(succeeding),
  ...KINDS.flatMap((of) => [wrongPassword(of), unknownAddress(of), hashedAgain(of)]),
  ...['jwt', 'session'].map(beyondLimit),
  ...BY_COOKIE.map(inPlace),
];

const provingAgain = (of: string) =>
  scenario(
    'reauthenticate',
    `at ${of}`,
    async (client) => {
      const { headers } = await signedIn(client, of);
      const json = { password: PASSWORD };
      return () => client.send('POST', `/reauthenticate/${of}`, { headers, json });
    },
    { of },
  );

const leaving = (of: string) =>
  scenario(
    'logout',
    `at ${of}`,
    async (client) => {
      const { headers } = await signedIn(client, of);
      return () => client.send('POST', `/logout/${of}`, { headers });
    },
    { of },
  );

const leavingAgain = (of: string) =>
  scenario(
    'logout',
    `at ${of}, of a login that has ended`,
    async (client) => {
      const { headers } = await signedIn(client, of);
      const logout = () => client.send('POST', `/logout/${of}`, { headers });
      await logout();
      return logout;
    },
    { of },
  );

export const LOGINS_IN_USE: readonly Scenario[] = [
  ...BACKENDS.map(provingAgain),
  ...BACKENDS.map(leaving),
  ...KINDS.map(leavingAgain),
];

export const REFRESH: readonly Scenario[] = REFRESHABLE.flatMap((of) => [
  scenario(
    'refresh',
    `at ${of}`,
    async (client) => {
      const { refresh } = await signedIn(client, of);
      return () => client.send('POST', `/refresh/${of}`, refresh);
    },
    { of },
  ),
  scenario(
    'refresh',
    `at ${of}, by a token that was just replaced`,
    async (client) => {
      const { refresh } = await signedIn(client, of);
      const again = () => client.send('POST', `/refresh/${of}`, refresh);
      await again();
      return again;
    },
    { of },
  ),
  scenario(
    'refresh',
    `at ${of}, by a token that was replaced twice`,
    async (client) => {
      const { refresh } = await signedIn(client, of);
      const answer = await client.send('POST', `/refresh/${of}`, refresh);
      await client.send('POST', `/refresh/${of}`, client.loginOf(answer).refresh);
      return () => client.send('POST', `/refresh/${of}`, refresh);
    },
    { of },
  ),
]);
