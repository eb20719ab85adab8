import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
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
  const { started, call, post, logIn, walk, update, byRoot, confirmLogin } =
    usersWithSecondFactor();

  /** What comes of each action that makes credentials: nothing but what was there is made of one factor. */
  const WAYS: Readonly<Record<string, () => Promise<void>>> = {
    async login() {
      expect(missing(await logIn(started.ada.email))).toEqual(MISSING);
    },
    async reauthenticate() {
      const headers = bearer(started.ada.login);
      expect(missing(await post('reauthenticate', { password: PASSWORD }, headers))).toEqual(
        MISSING,
      );
      // The login in use goes on.
      expect((await call('get-me', { headers })).statusCode).toBe(200);
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
        methods: 'totp,recovery_code',
        expires_at: expect.stringMatching(/Z$/),
      });
      expect(decodeJwt(String(mfa_token))).toMatchObject({ sub: started.ada.id, amr: ['fed'] });
    },
    async 'passkey-login'() {
      const logInByPasskey = async (userVerified: boolean) => {
        const { body } = await post('passkey-login-options', {});
        const credential = started.ada.authenticator.get(body.options, { userVerified });
        return post('passkey-login', { challenge_token: body.challenge_token, credential });
      };
      expect(missing(await logInByPasskey(false))).toEqual(MISSING);
      // With a finger or a PIN it is two.
      const { body } = await logInByPasskey(true);
      expect(amrOf(body.access_token)).toEqual(['swk', 'mfa']);
    },
    async refresh() {
      const { body } = await post('refresh', {
        refresh_token: started.ada.login.body.refresh_token,
      });
      expect(amrOf(body.access_token)).toEqual(['pwd']);
    },
    async 'update-me'() {
      const more = { headers: { ...bearer(started.ada.login), origin: 'https://api.example.com' } };
      const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
      const answer = await update('update-me', json, more);
      expect(missing(answer)).toMatchObject({ status: 200, token: undefined, cookies: [] });
    },
    async 'update-user'() {
      const answer = await update('update-user', { password: OTHER_PASSWORD }, byRoot());
      expect(missing(answer)).toMatchObject({ status: 200, token: undefined, cookies: [] });
    },
  };
  const signing = ACTIONS.filter(({ signs }) => signs).map(({ name }) => name);

  test('is looked at in every action that makes credentials', () => {
    expect(Object.keys(WAYS).sort()).toEqual(signing.toSorted());
  });

  test.each(signing)('gets no more by one factor in %s', (name) => WAYS[name]?.());
});
