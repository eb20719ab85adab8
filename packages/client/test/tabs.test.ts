import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { bearer, createUsersClient, type UsersClient } from '../src/index.ts';
import { Api, EMAIL, PASSWORD, URL_OF_API } from './support/api.ts';

const CREDENTIALS = { email: EMAIL, password: PASSWORD };
const SIGNED_IN = { data: { email: EMAIL } };

/** As tabs do, they share only the channel and the locks, which Node.js has as well. */
describe('three clients that share a login', () => {
  let api: Api;
  let tabs: UsersClient[];
  let changes: string[][];
  const open = () =>
    createUsersClient({ url: URL_OF_API, backend: bearer(), fetch: api.fetch, shared: true });
  const all = <T>(work: (users: UsersClient) => Promise<T>) => Promise.all(tabs.map(work));

  beforeEach(async () => {
    api = new Api({ lifetime: 600 });
    tabs = [open(), open(), open()];
    await all((users) => users.me());
    changes = tabs.map(() => []);
    for (const [index, users] of tabs.entries()) {
      users.subscribe((change) => changes[index]?.push(change));
    }
    await tabs[0]?.login(CREDENTIALS);
    await eventually(
      async () => changes.every(({ length }) => length > 0) || undefined,
      'a login in all',
    );
  });
  afterEach(() => {
    jest.restoreAllMocks();
    for (const users of tabs) users.close();
  });

  test('are signed in by the login of one', async () => {
    expect(changes).toEqual([['signed-in'], ['signed-in'], ['signed-in']]);
    expect(await all((users) => users.me())).toEqual([SIGNED_IN, SIGNED_IN, SIGNED_IN]);
  });

  test('refresh once, whichever meets the end of the token first', async () => {
    const later = Date.now() + 600_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    expect(await all((users) => users.me())).toEqual([SIGNED_IN, SIGNED_IN, SIGNED_IN]);
    expect(api.count('/refresh/jwt')).toBe(1);
    expect(new Set(await all((users) => users.accessToken())).size).toBe(1);
  });

  test('are signed out by the logout of one, while another refreshes', async () => {
    const later = Date.now() + 600_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    const [, out] = await Promise.all([tabs[1]?.me(), tabs[0]?.logout()]);
    expect(out).toEqual({ data: undefined });
    await eventually(
      async () => changes.every(([, last]) => last === 'signed-out') || undefined,
      'a logout in all',
    );
    expect(await all((users) => users.accessToken())).toEqual([undefined, undefined, undefined]);
    expect(api.count('/logout/jwt')).toBe(1);
  });

  test('hear that somebody else has signed in in one of them', async () => {
    await tabs[1]?.login(CREDENTIALS);
    await eventually(
      async () => changes.every(({ length }) => length === 2) || undefined,
      'a second login in all',
    );
    expect(changes.map(([, second]) => second)).toEqual(['signed-in', 'signed-in', 'signed-in']);
    expect(new Set(await all((users) => users.accessToken())).size).toBe(1);
  });

  test('give the login to a fourth that is opened later', async () => {
    const fourth = open();
    tabs.push(fourth);
    expect(await fourth.me()).toEqual(SIGNED_IN);
  });

  test('tell nothing to a client of another backend', async () => {
    const other = createUsersClient({
      url: URL_OF_API,
      backend: bearer({ name: 'session' }),
      fetch: api.fetch,
      shared: true,
    });
    tabs.push(other);
    expect(await other.accessToken()).toBeUndefined();
  });
});

test('clients of a server know nothing of each other', async () => {
  const { fetch } = new Api();
  const options = { url: URL_OF_API, backend: bearer(), fetch };
  await createUsersClient(options).login(CREDENTIALS);
  expect(await createUsersClient(options).accessToken()).toBeUndefined();
});
