import { afterEach, describe, expect, test } from '@jest/globals';
import { newEmail } from '../../e2e/support/client.ts';
import { runOn, type Start } from '../../e2e/support/start.ts';
import { PASSWORD } from '../../support/passwords.ts';
import { type AuthenticatorOptions, UNTOUCHED } from '../support/authenticator.ts';
import type { Got } from '../support/person.ts';
import { BACKENDS, People, type SignInSystem } from '../support/sign-in.ts';

const SYNCED = { defaultBackupEligibility: true, defaultBackupState: true } as const;
/** One that the platform will put into a keychain, and hasn't yet. */
const ELIGIBLE = { ...SYNCED, defaultBackupState: false } as const;
const LAPTOP: AuthenticatorOptions = { transport: 'internal' };
const KEYCHAIN: AuthenticatorOptions = { transport: 'internal', ...SYNCED };
const SECURITY_KEY: AuthenticatorOptions = { transport: 'usb' };

/** What it is, its `amr`, whether it is synced, and its transports. */
const KINDS: readonly [string, AuthenticatorOptions, string[], boolean, string[]][] = [
  ['of a keychain', KEYCHAIN, ['swk', 'mfa'], true, ['internal']],
  ['of a laptop', LAPTOP, ['hwk', 'mfa'], false, ['internal']],
  [
    'that is not yet in a keychain',
    { ...LAPTOP, ...ELIGIBLE },
    ['swk', 'mfa'],
    false,
    ['internal'],
  ],
  ['of a security key', SECURITY_KEY, ['hwk', 'mfa'], false, ['usb']],
  ['of a card', { transport: 'nfc' }, ['hwk', 'mfa'], false, ['nfc']],
  ['of a phone', { transport: 'hybrid', ...SYNCED }, ['swk', 'mfa'], true, ['ble', 'hybrid']],
];

const refusal = (detail: string) => ({ status: 400, json: { detail } });
const BAD = refusal('LOGIN_BAD_PASSKEY');

/** A status of success is 200 by bearer, 204 by cookie. */
const isSignedIn = ({ status }: Got) => status === 200 || status === 204;

/** Passkeys of Chromium's virtual authenticators, on pages beside `test/apps/every-factor.ts`. */
export function passkeyFlows(
  start: Start<SignInSystem>,
  backends: readonly string[] = BACKENDS,
): void {
  let people: People;
  runOn(start, (system) => {
    people = new People(system);
  });
  afterEach(() => people.leave());

  /** A new user with a passkey, who has forgotten the login that it was added in. */
  async function withPasskey(options: AuthenticatorOptions, backend = 'jwt') {
    const { person, user } = await people.signedInAt(backend);
    const authenticator = await person.has(options);
    const { status, json: passkey } = await person.does('addPasskey');
    if (status !== 201) throw new Error(`addPasskey: ${status} ${JSON.stringify(passkey)}`);
    await person.forgets();
    return { person, user, authenticator, passkey };
  }

  describe.each(backends)('at the backend %s', (backend) => {
    // Of which kind it is, the backend hears nothing of.
    const kinds = backend === backends[0] ? KINDS : KINDS.slice(0, 1);
    test.each(kinds)(
      'a passkey %s signs its user in',
      async (_, options, amr, synced, transports) => {
        const { person, user, passkey } = await withPasskey(options, backend);
        expect({ synced: passkey.synced, transports: passkey.transports.sort() }).toEqual({
          synced,
          transports,
        });
        expect((await person.me()).status).toBe(401);
        expect(isSignedIn(await person.does('loginByPasskey'))).toBe(true);
        expect((await person.me()).json).toEqual(user);
        expect(await person.proof()).toEqual(backend === 'cookie' ? undefined : amr);
      },
    );

    test('a page offers passkeys where a name is typed, and signs in whoever takes one', async () => {
      const { person, user } = await withPasskey(KEYCHAIN, backend);
      expect(isSignedIn(await person.does('loginByPasskey', 'conditional'))).toBe(true);
      expect((await person.me()).json).toEqual(user);
    });
  });

  test('a browser has no second passkey of one user made by the same authenticator', async () => {
    const { person } = await people.signedInAt('jwt');
    await person.has(LAPTOP);
    expect((await person.does('addPasskey', { name: 'Laptop' })).json).toMatchObject({
      name: 'Laptop',
    });
    await expect(person.does('addPasskey')).rejects.toThrow('InvalidStateError');
    await person.has(SECURITY_KEY);
    expect((await person.does('addPasskey', { name: 'Key' })).status).toBe(201);
    const { json } = await person.sends('GET', '/me/passkeys');
    expect(json).toMatchObject([{ name: 'Laptop' }, { name: 'Key' }]);
  });

  test('a passkey that came into a keychain later is synced from its next use on', async () => {
    const { person, authenticator } = await withPasskey({ ...LAPTOP, ...ELIGIBLE });
    await authenticator.backUp(true);
    await person.does('loginByPasskey');
    const { json } = await person.sends('GET', '/me/passkeys');
    expect(json).toMatchObject([{ synced: true, last_used_at: expect.any(String) }]);
  });

  test('a passkey that was used without a PIN or a finger is one factor', async () => {
    const { person, user, authenticator } = await withPasskey(SECURITY_KEY);
    await authenticator.says({ isBadUV: true });
    expect((await person.does('loginByPasskey')).status).toBe(200);
    expect((await person.me()).json).toEqual(user);
    expect(await person.proof()).toEqual(['hwk']);
  });

  test('a passkey that nobody touched signs nobody in', async () => {
    const { person, authenticator } = await withPasskey(LAPTOP);
    await authenticator.says(UNTOUCHED);
    expect(await person.does('loginByPasskey')).toEqual(BAD);
  });

  test('a security key that can ask for no PIN gets no passkey, as Chromium asks for one', async () => {
    const { person } = await people.signedInAt('jwt');
    const key = await person.has({ ...SECURITY_KEY, hasUserVerification: false });
    await expect(person.does('addPasskey')).rejects.toThrow('NotAllowedError');
    expect(await key.passkeys()).toEqual([]);
    expect((await person.sends('GET', '/me/passkeys')).json).toEqual([]);
  });

  test('a browser makes a passkey by itself after a login by password', async () => {
    const { person, user } = await people.signedInAt('jwt');
    const manager = await person.hasPasswordManager(KEYCHAIN);
    expect((await person.does('addPasskey', { conditional: true })).status).toBe(201);
    await person.forgets();
    expect(await person.does('loginByPasskey', 'conditional')).toEqual(BAD);
    await manager.says({});
    expect((await person.does('loginByPasskey', 'conditional')).status).toBe(200);
    expect((await person.me()).json).toEqual(user);
    expect(await person.proof()).toEqual(['swk', 'mfa']);
  });

  test('a passkey that nobody touched is added only where the browser was to make it by itself', async () => {
    const { person } = await people.signedInAt('jwt');
    await person.hasPasswordManager(KEYCHAIN);
    expect(await person.does('addPasskey')).toEqual(refusal('PASSKEY_INVALID'));
    expect((await person.sends('GET', '/me/passkeys')).json).toEqual([]);
  });

  test('a browser forgets a passkey that was deleted, once somebody has tried it', async () => {
    const { person, authenticator, passkey } = await withPasskey(KEYCHAIN);
    await person.does('loginByPasskey');
    expect((await person.sends('DELETE', `/me/passkeys/${passkey.id}`)).status).toBe(204);
    expect(await authenticator.passkeys()).toEqual([passkey.id]);
    await person.forgets();
    expect(await person.does('loginByPasskey')).toEqual(refusal('LOGIN_PASSKEY_UNKNOWN'));
    expect(await authenticator.passkeys()).toEqual([]);
    await expect(person.does('loginByPasskey')).rejects.toThrow('NotAllowedError');
  });

  test('a browser is told which passkeys its user has, and under which name', async () => {
    const { person, authenticator, passkey } = await withPasskey(KEYCHAIN);
    await person.does('loginByPasskey');
    const email = newEmail();
    const change = { email, current_password: PASSWORD };
    expect((await person.sends('PATCH', '/me', change)).status).toBe(200);
    await person.does('signal');
    expect(await authenticator.names()).toEqual([email]);
    await person.sends('DELETE', `/me/passkeys/${passkey.id}`);
    await person.does('signal');
    expect(await authenticator.passkeys()).toEqual([]);
  });

  test('a user who signed up by mail needs nothing but a passkey from then on', async () => {
    const person = await people.at('cookie');
    const email = newEmail();
    await person.does('requestCode', email);
    const { detail } = await people.client.event(
      'after-request-login',
      (user) => user.email === email,
    );
    expect((await person.does('loginByCode', detail.code)).status).toBe(204);
    await person.has(LAPTOP);
    const { status, json } = await person.does('addPasskey');
    expect(status).toBe(201);
    await person.forgets();
    expect((await person.does('loginByPasskey')).status).toBe(204);
    expect((await person.me()).json).toMatchObject({ email, is_verified: true });
    expect(await person.sends('DELETE', `/me/passkeys/${json.id}`)).toEqual({
      status: 409,
      json: { detail: 'LAST_CREDENTIAL' },
    });
  });

  test.each(backends)('a passkey proves again at %s who is there', async (backend) => {
    const { person, user } = await people.signedInAt(backend);
    await person.has(SECURITY_KEY);
    await person.does('addPasskey');
    expect(isSignedIn(await person.does('reauthenticateByPasskey'))).toBe(true);
    expect((await person.me()).json).toEqual(user);
    expect(await person.proof()).toEqual(backend === 'cookie' ? undefined : ['hwk', 'mfa']);
  });

  test('a page in a frame of another site signs nobody in', async () => {
    const { person } = await withPasskey(LAPTOP);
    expect((await person.does('loginByPasskey')).status).toBe(200);
    await person.opensInFrame();
    expect(await person.does('loginByPasskey')).toEqual(BAD);
  });
}
