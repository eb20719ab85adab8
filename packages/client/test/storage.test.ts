import { describe, expect, test } from '@jest/globals';
import { bearer, createUsersClient } from '../src/index.ts';
import { Api, EMAIL, PASSWORD, URL_OF_API } from './support/api.ts';

const CREDENTIALS = { email: EMAIL, password: PASSWORD };
const SIGNED_IN = { data: { email: EMAIL } };

describe('a storage that fails', () => {
  const cause = new DOMException('no', 'QuotaExceededError');
  const fails = () => {
    throw cause;
  };
  const STORAGE_ERROR = { error: { code: 'STORAGE_ERROR', cause } };

  function open(storage: { getItem(): string | null; setItem(): void }) {
    const { fetch } = new Api();
    return createUsersClient({ url: URL_OF_API, backend: bearer({ storage }), fetch });
  }

  test('when it is written is an error, and the tokens are in force until the page ends', async () => {
    const users = open({ getItem: () => null, setItem: fails });
    expect(await users.login(CREDENTIALS)).toMatchObject(STORAGE_ERROR);
    expect(await users.me()).toEqual(SIGNED_IN);
    expect(await users.logout()).toMatchObject(STORAGE_ERROR);
    expect(await users.me()).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
  });

  test('when it is read is an error while nothing else is known', async () => {
    const users = open({ getItem: fails, setItem() {} });
    expect(await users.me()).toMatchObject(STORAGE_ERROR);
    expect(await users.logout()).toMatchObject(STORAGE_ERROR);
    expect(await users.login(CREDENTIALS)).toEqual({ data: undefined });
    expect(await users.me()).toEqual(SIGNED_IN);
  });
});

test('a login replaces one that is stored with a time to come', async () => {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key),
    setItem: (key: string, value: string) => void items.set(key, value),
  };
  const { fetch } = new Api();
  const open = () => createUsersClient({ url: URL_OF_API, backend: bearer({ storage }), fetch });
  const at = Date.now() + 86_400_000;
  const credential = { access_token: 'of somebody else' };
  items.set(`users-api:${URL_OF_API}:jwt`, JSON.stringify({ at, credential }));
  const users = open();
  await users.login(CREDENTIALS);
  expect({ same: await users.me(), next: await open().me() }).toEqual({
    same: SIGNED_IN,
    next: SIGNED_IN,
  });
});
