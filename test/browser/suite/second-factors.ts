import { afterEach, describe, expect, test } from '@jest/globals';
import { FactorClient } from '../../e2e/support/factor-client.ts';
import { runOn, type Start } from '../../e2e/support/start.ts';
import type { ApiUser } from '../../e2e/support/system.ts';
import { PASSWORD } from '../../support/passwords.ts';
import type { Authenticator } from '../support/authenticator.ts';
import type { Person } from '../support/person.ts';
import {
  BACKENDS,
  type BackendName,
  People,
  type SignInSystem,
  successAt,
} from '../support/sign-in.ts';

/** Second factors, on pages beside `test/apps/every-factor.ts`. */
export function secondFactorFlows(
  start: Start<SignInSystem>,
  backends: readonly BackendName[] = BACKENDS,
): void {
  let people: People;
  let client: FactorClient;
  runOn(start, (system) => {
    people = new People(system);
    client = new FactorClient(system);
  });
  afterEach(() => people.leave());

  /** Somebody scans a secret and types its code. */
  async function enrols(person: Person, user: ApiUser) {
    const { json: enrolment } = await person.sends('POST', '/me/mfa/totp');
    const code = client.code(enrolment.secret);
    const { status, json } = await person.sends('POST', '/me/mfa/totp/confirm', { code });
    expect(status).toBe(200);
    await client.forgetSteps(user);
    return { secret: String(enrolment.secret), recoveryCodes: json.recovery_codes as string[] };
  }

  describe.each(backends)('at the backend %s', (backend) => {
    const success = successAt(backend);
    const proved = (...amr: string[]) => (backend === 'cookie' ? undefined : amr);

    /** A login by password, which takes a second factor now. */
    async function begins(person: Person, user: ApiUser, methods: string[]) {
      await person.forgets();
      const { status, json } = await person.does('login', user.email, PASSWORD);
      expect({ status, detail: json.detail }).toEqual({
        status: 400,
        detail: {
          code: 'LOGIN_MFA_REQUIRED',
          mfa_token: expect.any(String),
          methods,
          expires_at: expect.any(String),
        },
      });
      expect(await person.context.cookies()).toEqual([]);
      expect((await person.me()).status).toBe(401);
    }

    test('an authenticator app is enrolled, and its code finishes the next login', async () => {
      const { person, user } = await people.signedInAt(backend);
      const { secret } = await enrols(person, user);
      expect((await person.sends('GET', '/me/mfa')).json).toEqual({
        totp: true,
        recovery_codes_left: 10,
        passkeys: 0,
      });
      await begins(person, user, ['totp', 'recovery_code']);
      expect(await person.does('finishLogin', { code: client.wrongCode(secret) })).toEqual({
        status: 400,
        json: { detail: 'LOGIN_BAD_MFA_CODE' },
      });
      const code = client.code(secret);
      expect((await person.does('finishLogin', { code })).status).toBe(success);
      expect((await person.me()).json).toMatchObject({ id: user.id });
      expect(await person.proof()).toEqual(proved('pwd', 'otp', 'mfa'));
    });

    test('a recovery code finishes a login, once', async () => {
      const { person, user } = await people.signedInAt(backend);
      const { recoveryCodes } = await enrols(person, user);
      const [recovery_code] = recoveryCodes;
      await begins(person, user, ['totp', 'recovery_code']);
      expect((await person.does('finishLogin', { recovery_code })).status).toBe(success);
      expect((await person.me()).json).toMatchObject({ id: user.id });
      expect((await person.sends('GET', '/me/mfa')).json.recovery_codes_left).toBe(9);
      await begins(person, user, ['totp', 'recovery_code']);
      expect(await person.does('finishLogin', { recovery_code })).toEqual({
        status: 400,
        json: { detail: 'LOGIN_BAD_MFA_CODE' },
      });
    });

    test('a passkey finishes a login by password, and is enough by itself', async () => {
      const { person, user } = await people.signedInAt(backend);
      await person.has({ transport: 'usb' });
      expect((await person.does('addPasskey')).status).toBe(201);
      await enrols(person, user);
      await begins(person, user, ['totp', 'passkey', 'recovery_code']);
      expect((await person.does('finishLoginByPasskey')).status).toBe(success);
      expect((await person.me()).json).toMatchObject({ id: user.id });
      expect(await person.proof()).toEqual(proved('pwd', 'hwk', 'mfa'));
      await person.forgets();
      expect((await person.does('loginByPasskey')).status).toBe(success);
      expect((await person.me()).json).toMatchObject({ id: user.id });
    });

    test('a passkey of somebody else finishes no login', async () => {
      const { person, user } = await people.signedInAt(backend);
      await enrols(person, user);
      await person.forgets();
      const other = await people.client.vouchedFor();
      await person.does('login', other.email, PASSWORD);
      await person.has({ transport: 'usb' });
      expect((await person.does('addPasskey')).status).toBe(201);
      await begins(person, user, ['totp', 'recovery_code']);
      expect((await person.does('finishLoginByPasskey')).status).toBe(400);
      expect((await person.me()).status).toBe(401);
    });

    test('a passkey without a PIN or a finger takes the code of the app, too', async () => {
      const { person, user } = await people.signedInAt(backend);
      const key: Authenticator = await person.has({ transport: 'usb' });
      await person.does('addPasskey');
      const { secret } = await enrols(person, user);
      await person.forgets();
      await key.says({ isBadUV: true });
      const { status, json } = await person.does('loginByPasskey');
      expect({ status, detail: json.detail }).toMatchObject({
        status: 400,
        detail: { code: 'LOGIN_MFA_REQUIRED', methods: expect.arrayContaining(['totp']) },
      });
      const code = client.code(secret);
      expect((await person.does('finishLogin', { code })).status).toBe(success);
      expect(await person.proof()).toEqual(proved('hwk', 'otp', 'mfa'));
    });
  });
}
