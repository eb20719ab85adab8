import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { OTHERS_HASHES } from '../support/password-hashes/hashes.ts';
import { Client, newEmail, seen } from './support/client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { StoredItems } from './support/stored-items.ts';

/** One of each form and library, at a low cost except for Better Auth, which has only one. */
const HASHES = OTHERS_HASHES.filter(({ password }) => password === 'pässwörd 密码 🔑');

describe('a user whose hash another system made', () => {
  let system: ProxiedSystem;
  let client: Client;
  let stored: StoredItems;
  beforeAll(async () => {
    system = await startProxiedSystem({ app: 'test/apps/imported-hashes.ts' });
    client = new Client(system);
    stored = new StoredItems(system);
  });
  afterAll(async () => {
    stored?.stop();
    await system?.stop();
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  test('is there for every form that is known', () => {
    const forms = (hashes: typeof OTHERS_HASHES) => new Set(hashes.map(({ form }) => form));
    expect(forms(HASHES)).toEqual(forms(OTHERS_HASHES));
  });

  test.each(HASHES.map((made) => [made.form, made.source, made.password, made.hash]))(
    'in the form %s by %s logs in with "%s", and has a new hash afterwards',
    async (_form, _source, password, hash) => {
      const { email } = await client.register(newEmail());
      await stored.replaceHash(email, hash);
      expect(seen(await client.login(email, `${password}.`))).toEqual({
        status: 400,
        json: { detail: 'LOGIN_BAD_CREDENTIALS' },
      });
      expect(await stored.passwordHash(email)).toBe(hash);
      expect((await client.login(email, password)).status).toBe(200);
      expect(await stored.passwordHash(email)).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
      expect((await client.login(email, password)).status).toBe(200);
    },
  );
});
