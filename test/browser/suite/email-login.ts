import { afterEach, describe, expect, test } from '@jest/globals';
import { newEmail } from '../../e2e/support/client.ts';
import { FactorClient } from '../../e2e/support/factor-client.ts';
import { runOn, type Start } from '../../e2e/support/start.ts';
import {
  BACKENDS,
  type BackendName,
  People,
  type SignInSystem,
  successAt,
} from '../support/sign-in.ts';

const BAD_CODE = { status: 400, json: { detail: 'LOGIN_BAD_CODE' } };

/** Codes by mail, on pages beside `test/apps/every-factor.ts`. */
export function emailLoginFlows(
  start: Start<SignInSystem>,
  backends: readonly BackendName[] = BACKENDS,
): void {
  let people: People;
  let client: FactorClient;
  let system: SignInSystem;
  runOn(start, (started) => {
    system = started;
    people = new People(system);
    client = new FactorClient(system);
  });
  afterEach(() => people.leave());

  /** Somebody who asked for a code, and the mail with a link that has it behind `#`. */
  async function asksAt(backend: string, email: string) {
    const person = await people.at(backend);
    expect(await person.does('requestCode', email)).toBe(202);
    const { detail } = await client.event('after-request-login', (user) => user.email === email);
    const { code, token } = detail;
    return { person, code: String(code), link: `${system.pages.origin}/${backend}#code=${token}` };
  }

  describe.each(backends)('at the backend %s', (backend) => {
    const success = successAt(backend);
    const asks = (email: string) => asksAt(backend, email);

    test('the link of a mail signs in the browser that asked for it, and tells no server its code', async () => {
      const user = await client.verified();
      const { person, link } = await asks(user.email);
      await person.opens(link);
      expect((await person.does('loginByLink')).status).toBe(success);
      expect((await person.me()).json).toEqual(user);
      expect(person.address()).toBe(`${system.pages.origin}/${backend}`);
      expect(system.pages.requests.filter((url) => url.includes('code'))).toEqual([]);
    });

    test('a program that opens the link uses nothing up, and a browser elsewhere does not sign in', async () => {
      const user = await client.verified();
      const { person, link } = await asks(user.email);
      await fetch(link.replace(/^http:\/\/[^:]+/, 'http://127.0.0.1'));
      const stranger = await people.at(backend);
      await stranger.opens(link);
      expect(await stranger.does('loginByLink')).toEqual(BAD_CODE);
      expect((await stranger.me()).status).toBe(401);
      await person.opens(link);
      expect((await person.does('loginByLink')).status).toBe(success);
      expect((await person.me()).json).toEqual(user);
    });

    test('a code that was read on another device is typed where the login began, once', async () => {
      const user = await client.verified();
      const { person, code } = await asks(user.email);
      const wrong = code.replace(/^\d/, (digit) => `${(Number(digit) + 1) % 10}`);
      expect(await person.does('loginByCode', wrong)).toEqual(BAD_CODE);
      expect((await person.does('loginByCode', code)).status).toBe(success);
      expect((await person.me()).json).toEqual(user);
      expect(await person.does('loginByCode', code)).toEqual(BAD_CODE);
    });

    test('an address without a user gets its user by a code', async () => {
      const email = newEmail();
      const { person, code } = await asks(email);
      expect((await person.does('loginByCode', code)).status).toBe(success);
      expect((await person.me()).json).toMatchObject({ email, is_verified: true });
    });
  });

  test('a user with an authenticator app gives its code after that of a mail', async () => {
    const user = await client.verified();
    const token = await client.token(user.email);
    const { secret } = await client.enrol(user, token);
    const { person, code } = await asksAt('jwt', user.email);
    const { status, json } = await person.does('loginByCode', code);
    expect({ status, code: json.detail.code }).toEqual({ status: 400, code: 'LOGIN_MFA_REQUIRED' });
    expect((await person.me()).status).toBe(401);
    expect((await person.does('finishLogin', { code: client.code(secret) })).status).toBe(200);
    expect(await person.proof()).toEqual(['email', 'otp', 'mfa']);
  });
}
