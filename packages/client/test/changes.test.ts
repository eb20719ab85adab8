import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { bearer, cookie, createUsersClient, type UsersClient } from '../src/index.ts';
import { Api, EMAIL, json, PASSWORD, refused, URL_OF_API } from './support/api.ts';

const CREDENTIALS = { email: EMAIL, password: PASSWORD };
const SIGNED_IN = { data: { email: EMAIL } };

/** Something that is waited for until it is told to go on. */
function gate() {
  let open = () => {};
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { isOpen, open };
}

describe('clients that share a login', () => {
  let opened: UsersClient[];
  const open = (options: object = {}) => {
    const users = createUsersClient({
      ...{ url: URL_OF_API, backend: bearer(), shared: true },
      ...options,
    });
    opened.push(users);
    return users;
  };
  const changesOf = (users: UsersClient) => {
    const changes: string[] = [];
    users.subscribe((change) => changes.push(change));
    return changes;
  };
  const until = (changes: string[], change: string) =>
    eventually(async () => changes.at(-1) === change || undefined, change);

  beforeEach(() => {
    opened = [];
  });
  afterEach(() => {
    jest.restoreAllMocks();
    for (const users of opened) users.close();
  });

  test('go on by themselves after close, and tell the others nothing', async () => {
    const { fetch } = new Api();
    const [closed, other] = [open({ fetch }), open({ fetch })];
    await other.login(CREDENTIALS);
    const changes = changesOf(other);
    closed.close();
    expect(await closed.logout()).toEqual({ data: undefined });
    expect(await closed.login(CREDENTIALS)).toEqual({ data: undefined });
    expect(await closed.me()).toEqual(SIGNED_IN);
    expect(await closed.logout()).toEqual({ data: undefined });
    expect(await other.me()).toEqual(SIGNED_IN);
    expect(changes).toEqual([]);
  });

  test('answer a call that is in flight at close', async () => {
    const api = new Api({ lifetime: 600 });
    const users = open({ fetch: api.fetch });
    await users.login(CREDENTIALS);
    const { isOpen, open: go } = gate();
    const asked = gate();
    api.override = async ({ path }) => {
      if (path !== '/refresh/jwt') return undefined;
      asked.open();
      await isOpen;
      return undefined;
    };
    const later = Date.now() + 600_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    const me = users.me();
    await asked.isOpen;
    users.close();
    go();
    expect(await me).toEqual(SIGNED_IN);
  });

  test('are of the newest login, also if the clock was ahead at the one before', async () => {
    const { fetch } = new Api();
    const first = open({ fetch });
    const now = jest.spyOn(Date, 'now').mockImplementation(() => 4_000_000_000_000);
    await first.login(CREDENTIALS);
    now.mockRestore();
    const second = open({ fetch });
    const changes = changesOf(first);
    await second.login(CREDENTIALS);
    await until(changes, 'signed-in');
    const tokens = await Promise.all([first.accessToken(), second.accessToken()]);
    expect(tokens).toEqual([expect.stringMatching(/^1\./), expect.stringMatching(/^1\./)]);
  });

  test('hear of a login elsewhere although they have only subscribed', async () => {
    const { fetch } = new Api();
    const [subscribed, other] = [open({ fetch }), open({ fetch })];
    const changes = changesOf(subscribed);
    await other.login(CREDENTIALS);
    await until(changes, 'signed-in');
    await other.logout();
    await until(changes, 'signed-out');
    expect(changes).toEqual(['signed-in', 'signed-out']);
  });

  test('take turns by themselves where locks are denied', async () => {
    const { fetch } = new Api();
    const denied = new DOMException('an opaque origin', 'SecurityError');
    jest.spyOn(navigator.locks, 'request').mockRejectedValue(denied);
    const users = open({ fetch });
    expect(await users.login(CREDENTIALS)).toEqual({ data: undefined });
    expect(await Promise.all([users.me(), users.logout()])).toHaveLength(2);
    expect(await users.login({ ...CREDENTIALS, password: 'wrong' })).toMatchObject({
      error: { code: 'LOGIN_BAD_CREDENTIALS' },
    });
  });

  test('are made where there is a document and no navigator', async () => {
    const { fetch } = new Api();
    const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator') ?? {};
    Object.defineProperty(globalThis, 'navigator', { value: undefined, configurable: true });
    try {
      expect(await open({ fetch }).login(CREDENTIALS)).toEqual({ data: undefined });
    } finally {
      Object.defineProperty(globalThis, 'navigator', navigator);
    }
  });

  describe('by cookie', () => {
    let user: string | undefined;
    const fetch: typeof globalThis.fetch = async (input) => {
      if (!String(input).endsWith('/me')) return new Response(null, { status: 204 });
      return user === undefined ? refused(401, 'UNAUTHORIZED') : json(200, { id: user });
    };
    const openByCookie = () => open({ backend: cookie(), fetch });
    beforeEach(() => {
      user = undefined;
    });

    test('hear of a login at a provider from the page that it ends at', async () => {
      const [asked, subscribed] = [openByCookie(), openByCookie()];
      const changes = [changesOf(asked), changesOf(subscribed)];
      await asked.me();
      user = 'ada';
      await openByCookie().me();
      for (const each of changes) await until(each, 'signed-in');
      expect(changes).toEqual([['signed-in'], ['signed-in']]);
    });

    test('hear that it is somebody else, and nothing of a page that is loaded again', async () => {
      user = 'ada';
      const first = openByCookie();
      await first.login(CREDENTIALS);
      await first.me();
      const changes = changesOf(first);
      await openByCookie().me();
      user = 'grace';
      await openByCookie().me();
      await until(changes, 'signed-in');
      expect(changes).toEqual(['signed-in']);
    });
  });
});

describe('a call that is answered after the login has changed', () => {
  let api: Api;
  let users: UsersClient;
  let me: Promise<unknown>;
  let answer: () => void;
  beforeEach(async () => {
    api = new Api();
    users = createUsersClient({ url: URL_OF_API, backend: bearer(), fetch: api.fetch });
    await users.login(CREDENTIALS);
    const [asked, answered] = [gate(), gate()];
    answer = answered.open;
    api.override = ({ path }) => {
      if (path !== '/me' || api.count(path) > 1) return undefined;
      asked.open();
      return answered.isOpen.then(() => json(200, { email: 'user@before.example' }));
    };
    me = users.me();
    await asked.isOpen;
  });

  test('gives nothing of the user before after a logout', async () => {
    await users.logout();
    answer();
    expect(await me).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
  });

  test('asks again after another login', async () => {
    await users.login(CREDENTIALS);
    answer();
    expect(await me).toEqual(SIGNED_IN);
  });
});
