import { describe, expect, test } from '@jest/globals';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { keyOf } from '../../../lib/contract/item-keys.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import type { Answer } from '../../support/runtime/invoke.ts';
import {
  bearer,
  MISSING,
  missing,
  usersWithSecondFactor,
} from '../../support/runtime/second-factor.ts';

capturedLog();

describe('a user with a second factor', () => {
  const {
    started,
    call,
    operator,
    goOn,
    post,
    logIn,
    walk,
    mailed,
    asked,
    update,
    byRoot,
    confirmLogin,
  } = usersWithSecondFactor();

  type LoginAfter = { readonly email?: string; readonly password?: string };
  type Change = () => Promise<LoginAfter>;
  const done = (answer: Answer) => {
    expect(answer.statusCode).toBe(200);
    return {};
  };
  const both = async () => bearer(await goOn(await logIn(started.ada.email)));
  const anyAnswer = (_: Answer) => ({});

  /** Changes of what users sign in by: how the user logs in after it. */
  const CHANGES: Readonly<
    Record<string, Change | 'makes users' | 'removes users' | 'lets users in who have lost it'>
  > = {
    register: 'makes users',
    'create-user': 'makes users',
    'create-superuser': 'makes users',
    'delete-me': 'removes users',
    'delete-user': 'removes users',
    async 'import-users'() {
      const user = { email: started.ada.email, password_hash: '$2b$04$'.padEnd(60, 'a') };
      await operator('import-users', {
        users: [user, { ...user, id: started.ada.id }],
        events: false,
      });
      return {};
    },
    login: async () => anyAnswer(await logIn(started.ada.email)),
    reauthenticate: async () =>
      anyAnswer(await post('reauthenticate', { password: PASSWORD }, bearer(started.ada.login))),
    'confirm-login': async () => anyAnswer(await confirmLogin()),
    'oauth-callback': async () => anyAnswer(await walk('oauth', started.ada.subject)),
    async 'update-me'() {
      const json = { password: OTHER_PASSWORD, current_password: PASSWORD };
      done(await update('update-me', json, { headers: await both() }));
      return { password: OTHER_PASSWORD };
    },
    async 'confirm-email-change'() {
      const email = `new-${started.ada.email}`;
      const json = { email, current_password: PASSWORD };
      done(await update('update-me', json, { headers: await both() }));
      const { token } = await mailed(keyOf('email-change', { user: started.ada.id, email }));
      return { email, ...done(await post('confirm-email-change', { token })) };
    },
    async 'update-user'() {
      const login = { email: `moved-${started.ada.email}`, password: OTHER_PASSWORD };
      done(await update('update-user', { ...login, is_superuser: true }, byRoot()));
      done(await update('update-user', { is_superuser: false, is_active: false }, byRoot()));
      done(await update('update-user', { is_active: true }, byRoot()));
      return login;
    },
    async verify() {
      done(await update('update-user', { is_verified: false }, byRoot()));
      const { token } = await asked('request-verify-token', 'request-verify');
      return done(await post('verify', { token }));
    },
    async 'reset-password'() {
      const { token } = await asked('forgot-password', 'forgot-password');
      done(await post('reset-password', { token, password: OTHER_PASSWORD }));
      return { password: OTHER_PASSWORD };
    },
    'mfa-login': async () => anyAnswer(await goOn(await logIn(started.ada.email))),
    async 'confirm-totp'() {
      const answer = await post('enrol-totp', {}, bearer(started.ada.login));
      // Another app would be one more way in, for who has one factor.
      expect(answer).toMatchObject({ statusCode: 403, body: { detail: 'MFA_REQUIRED' } });
      return {};
    },
    async 'replace-recovery-codes'() {
      const recovery_code = started.ada.recoveryCodes.shift();
      const headers = bearer(started.ada.login);
      done(await post('replace-recovery-codes', { recovery_code }, headers));
      return {};
    },
    async 'delete-my-totp'() {
      const headers = bearer(started.ada.login);
      const json = { current_password: PASSWORD };
      const none = await call('delete-my-totp', { method: 'DELETE', headers, json });
      const wrong = await call('delete-my-totp', {
        ...{ method: 'DELETE', headers, json: { ...json, code: '000000' } },
      });
      expect({ none: none.statusCode, wrong: wrong.body }).toEqual({
        none: 422,
        wrong: { detail: 'MFA_BAD_CODE' },
      });
      return {};
    },
    'delete-mfa': 'lets users in who have lost it',
    async 'add-passkey'() {
      const answer = await post('passkey-options', {}, bearer(started.ada.login));
      expect(answer).toMatchObject({ statusCode: 403, body: { detail: 'MFA_REQUIRED' } });
      // It may have been begun before the factor was there, or by another login.
      const response = { clientDataJSON: '', attestationObject: '' };
      const credential = { id: 'a', rawId: 'a', type: 'public-key', response };
      const json = { challenge_token: 'begun before', credential };
      const added = await post('add-passkey', json, bearer(started.ada.login));
      expect(added).toMatchObject({ statusCode: 403, body: { detail: 'MFA_REQUIRED' } });
      return {};
    },
    async 'delete-my-passkey'() {
      const pathParameters = { passkey_id: started.ada.passkey };
      const headers = bearer(started.ada.login);
      const answer = await call('delete-my-passkey', { method: 'DELETE', headers, pathParameters });
      expect(answer).toMatchObject({ statusCode: 403, body: { detail: 'MFA_REQUIRED' } });
      return {};
    },
    async 'delete-passkey'() {
      const pathParameters = { id: started.ada.id, passkey_id: started.ada.passkey };
      const answer = await call('delete-passkey', byRoot({ method: 'DELETE', pathParameters }));
      expect(answer.statusCode).toBe(204);
      return {};
    },
    async 'delete-my-sessions'() {
      const headers = bearer(started.ada.login);
      const answer = await call('delete-my-sessions', { method: 'DELETE', headers });
      // A thief of the old login, and of the password, could go on without the factor.
      expect(answer).toMatchObject({ statusCode: 403, body: { detail: 'MFA_REQUIRED' } });
      return {};
    },
    async 'delete-sessions'() {
      const answer = await call('delete-sessions', byRoot({ method: 'DELETE' }));
      expect(answer.statusCode).toBe(204);
      return {};
    },
  };
  const changing = ACTIONS.filter(({ table }) =>
    table.some(
      ({ calls, items }) =>
        items.includes('credential') &&
        calls.some((call) => ['PutItem', 'UpdateItem', 'DeleteItem'].includes(call)),
    ),
  ).map(({ name }) => name);

  test('is looked at in every action that changes what users sign in by', () => {
    expect(Object.keys(CHANGES).sort()).toEqual(changing.toSorted());
  });

  const changes = Object.entries(CHANGES).flatMap(([name, change]) =>
    typeof change === 'string' ? [] : [[name, change] as const],
  );

  /** Without the methods: a passkey may be gone. */
  const asksFor = (answer: Answer) => ({ ...missing(answer), methods: undefined });
  const ASKED = { ...MISSING, methods: undefined };

  test.each(changes)('needs it as before after %s', async (name, change) => {
    const { email = started.ada.email, password = PASSWORD } = await change();
    expect(asksFor(await logIn(email, password))).toEqual(ASKED);
    started.ada = { ...started.ada, email };
    // A second code within a minute is not mailed.
    if (name === 'confirm-login') return;
    expect(asksFor(await confirmLogin())).toEqual(ASKED);
  });
});
