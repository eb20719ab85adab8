import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { type Answer, invoke } from '../../support/runtime/invoke.ts';
import {
  bearer,
  MFA_URL,
  MISSING,
  missing,
  usersWithSecondFactor,
} from '../../support/runtime/second-factor.ts';

const amrOf = (token: string) => decodeJwt(token).amr;

capturedLog();

describe('a user with a second factor', () => {
  const users = usersWithSecondFactor();
  const { started, call, operator, post, logIn, goOn, passkeyUse, nextCode } = users;
  const { walk, update, byRoot, confirmLogin } = users;

  /** What comes of each action that makes credentials: nothing but what was there is made of one factor. */
  const WAYS: Readonly<Record<string, () => Promise<void>>> = {
    async login() {
      expect(missing(await logIn(started.ada.email))).toEqual(MISSING);
    },
    async reauthenticate() {
      const headers = bearer(started.ada.login);
      const begun = await post('reauthenticate', { password: PASSWORD }, headers);
      expect(missing(begun)).toEqual(MISSING);
      const isOver = async () => (await call('get-me', { headers })).statusCode === 401;
      // The login in use goes on until the other has begun.
      expect(await isOver()).toBe(false);
      const { body } = await goOn(begun);
      expect({ amr: amrOf(body.access_token), isOver: await isOver() }).toEqual({
        amr: ['pwd', 'otp', 'mfa'],
        isOver: true,
      });
    },
    async 'confirm-login'() {
      expect(missing(await confirmLogin())).toEqual(MISSING);
    },
    async 'oauth-callback'() {
      expect(missing(await walk('oauth', started.ada.subject))).toEqual(MISSING);
      const page = await walk('oauth', started.ada.subject, {}, 'text/html');
      const url = new URL(String(page.headers.location));
      const { mfa_token, ...others } = Object.fromEntries(new URLSearchParams(url.hash.slice(1)));
      expect({ status: page.statusCode, page: `${url.origin}${url.pathname}`, ...others }).toEqual({
        status: 303,
        page: MFA_URL,
        methods: 'totp,passkey,recovery_code',
        expires_at: expect.stringMatching(/Z$/),
      });
      expect(decodeJwt(String(mfa_token))).toMatchObject({ sub: started.ada.id, amr: ['fed'] });
    },
    async 'passkey-login'() {
      expect(missing(await post('passkey-login', await passkeyUse(false)))).toEqual(MISSING);
      // With a finger or a PIN it is two.
      const { body } = await post('passkey-login', await passkeyUse(true));
      expect(amrOf(body.access_token)).toEqual(['swk', 'mfa']);
    },
    async 'mfa-login'() {
      const begun = await logIn(started.ada.email);
      const { mfa_token } = begun.body.detail;
      const goOnBy = async (given: object) => {
        const { statusCode, body } = await post('mfa-login', { mfa_token, ...given });
        return statusCode === 200 ? amrOf(body.access_token) : body.detail;
      };
      expect({
        wrong: await goOnBy({ code: '000000' }),
        nothing: (await post('mfa-login', { mfa_token })).statusCode,
        both: (await post('mfa-login', { mfa_token, code: '1', ...(await passkeyUse(true)) }))
          .statusCode,
        code: await goOnBy({ code: nextCode() }),
        again: await goOnBy({ code: nextCode() }),
        touched: await goOnBy(await passkeyUse(false)),
        verified: await goOnBy(await passkeyUse(true)),
      }).toEqual({
        wrong: 'LOGIN_BAD_MFA_CODE',
        nothing: 422,
        both: 422,
        code: ['pwd', 'otp', 'mfa'],
        again: 'LOGIN_BAD_MFA_CODE',
        touched: ['pwd', 'swk', 'mfa'],
        verified: ['pwd', 'swk', 'mfa'],
      });
      const used = await passkeyUse(true);
      await goOnBy(used);
      expect(await goOnBy(used)).toBe('LOGIN_BAD_PASSKEY');
    },
    async refresh() {
      const { body } = await post('refresh', {
        refresh_token: started.ada.login.body.refresh_token,
      });
      expect(amrOf(body.access_token)).toEqual(['pwd']);
    },
    async 'update-me'() {
      const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
      const change = (login: Answer) =>
        update('update-me', json, {
          headers: { ...bearer(login), origin: 'https://api.example.com' },
        });
      const refused = await change(started.ada.login);
      const both = await goOn(await logIn(started.ada.email));
      expect({ refused: refused.body, challenge: refused.headers['www-authenticate'] }).toEqual({
        refused: { detail: 'MFA_REQUIRED' },
        challenge: expect.stringContaining('acr_values='),
      });
      const answer = await change(both);
      expect(missing(answer)).toMatchObject({ status: 200, token: undefined, cookies: [] });
    },
    async 'update-user'() {
      const answer = await update('update-user', { password: OTHER_PASSWORD }, byRoot());
      expect(missing(answer)).toMatchObject({ status: 200, token: undefined, cookies: [] });
    },
  };
  const signing = ACTIONS.filter(({ signs }) => signs).map(({ name }) => name);

  test.each([
    ['a code', async () => ({ code: nextCode() }), ['pwd', 'otp', 'mfa']],
    ['a passkey that was touched', () => passkeyUse(false), ['pwd', 'swk', 'mfa']],
    ['a passkey that knows its owner', () => passkeyUse(true), ['swk', 'mfa']],
  ])('proves it beside the password of before by %s', async (_, given, amr) => {
    const headers = bearer(started.ada.login);
    const { body } = await post('reauthenticate', await given(), headers);
    const old = (await call('get-me', { headers })).statusCode;
    expect({ amr: amrOf(body.access_token), old }).toEqual({ amr, old: 401 });
    // What was refused to the login of before.
    const answer = await call('delete-my-sessions', {
      method: 'DELETE',
      headers: bearer({ body } as Answer),
    });
    expect(answer.statusCode).toBe(204);
  });

  test.each([{ password: OTHER_PASSWORD }, { email: 'new@example.com' }, { is_active: false }])(
    'is refused %j about themselves by one factor, as a superuser',
    async (change) => {
      const { id, login } = started.ada;
      await update('update-user', { is_superuser: true }, byRoot());
      const own = { headers: bearer(login), pathParameters: { id } };
      const json = { ...change, current_password: PASSWORD };
      const { statusCode, body } = await update('update-user', json, own);
      expect({ statusCode, body }).toEqual({ statusCode: 403, body: { detail: 'MFA_REQUIRED' } });
    },
  );

  test('keeps the passkeys from a superuser who gives a new password and no proof', async () => {
    const json = { password: OTHER_PASSWORD, current_password: OTHER_PASSWORD };
    const { statusCode, body } = await update('update-user', json, byRoot());
    expect({ statusCode, body }).toEqual({
      statusCode: 403,
      body: { detail: 'REAUTHENTICATION_REQUIRED' },
    });
    const { id } = await operator('create-user', {
      email: `no-${started.ada.email}`,
      password: PASSWORD,
    });
    const other = byRoot({ pathParameters: { id } });
    expect((await update('update-user', json, other)).statusCode).toBe(200);
    expect((await post('passkey-login', await passkeyUse(true))).statusCode).toBe(200);
  });

  test.each([
    ['no second factors', { SECOND_FACTORS: undefined }],
    ['no passkeys', { SECOND_FACTORS: JSON.stringify({ methods: ['totp', 'recovery_code'] }) }],
  ])('keeps them where an API has %s, too', async (_, settings) => {
    const handler = await started.runtime.handlerWith('update-user', settings);
    const json = { password: OTHER_PASSWORD, current_password: OTHER_PASSWORD };
    const { statusCode, body } = await invoke(handler, { method: 'PATCH', json, ...byRoot() });
    expect({ statusCode, body }).toEqual({
      statusCode: 403,
      body: { detail: 'REAUTHENTICATION_REQUIRED' },
    });
  });

  test('is refused the passkey of somebody else', async () => {
    const use = await passkeyUse(true);
    const email = `other-${started.ada.email}`;
    await operator('create-user', { email, password: PASSWORD });
    const { body } = await post('reauthenticate', use, bearer(await logIn(email)));
    expect(body).toEqual({ detail: 'LOGIN_BAD_PASSKEY' });
  });

  test('is looked at in every action that makes credentials', () => {
    expect(Object.keys(WAYS).sort()).toEqual(signing.toSorted());
  });

  test.each(signing)('gets no more by one factor in %s', (name) => WAYS[name]?.());
});
