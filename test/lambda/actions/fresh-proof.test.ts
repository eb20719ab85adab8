import { beforeEach, describe, expect, test } from '@jest/globals';
import { signedInAction, superuserAction } from '../../../lambda/actions/signed-in.ts';
import type { Backend } from '../../../lambda/auth/backend.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import type { AccessClaims } from '../../../lambda/users/sessions/session.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { getMe } from '../../../lib/contract/accounts.ts';
import type { Action } from '../../../lib/contract/action.ts';
import { ACTIONS } from '../../../lib/contract/index.ts';
import {
  deleteMySession,
  deleteMySessions,
  deleteSession,
} from '../../../lib/contract/sessions.ts';
import { currentPasswordOf } from '../../support/domain/current-password.ts';
import { Domain, ORIGIN, PROOF, required, withCalls } from '../../support/domain/domain.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import type { TestRequest } from '../../support/runtime/api-event.ts';
import { jwtBackend } from '../../support/runtime/backends.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';
import { defaults } from '../../support/runtime/settings.ts';
import type { Stores } from '../../support/stores/stores.ts';

capturedLog();

const ROWS = ACTIONS.filter(({ freshProof }) => freshProof !== 'never');
const ASKING = ROWS.filter(({ freshProof }) => freshProof !== 'new-credential');
const BY_PASSWORD = ASKING.filter(({ freshProof }) => freshProof !== 'recent-login');
const isOfSuperusers = ({ caller }: Action) => caller === 'superuser';
const asksAlways = ({ freshProof }: Action) => freshProof === 'about-anyone';
const named = (rows: readonly Action[]) => rows.map((row) => [row.name, row] as const);

const ANOTHER = '018f0000-0000-7000-8000-00000000ffff';
const REFUSED = {
  statusCode: 403,
  body: { detail: 'REAUTHENTICATION_REQUIRED' },
  challenge: 'Bearer error="insufficient_user_authentication", max_age="600"',
};

describe('an action that asks for fresh proof', () => {
  let domain: Domain;
  let jwt: Backend;
  let root: Profile;
  let token: string;
  let claims: AccessClaims;
  /** Who reads the callers. */
  let read: Stores;

  beforeEach(async () => {
    domain = new Domain();
    jwt = jwtBackend(domain);
    read = domain.store;
    root = await domain.user('root@example.com', { is_superuser: true, is_verified: true });
    token = await issue();
    claims = required(await jwt.strategy.verify(token));
  });

  const issue = async (backend = jwt, proof: typeof PROOF | undefined = PROOF) => {
    const credential = await domain.credential('root@example.com');
    return (await backend.strategy.issue(credential, ORIGIN, proof as typeof PROOF)).credential;
  };

  /** The row with an answer of 200 once it lets a caller pass. */
  function handlerOf(row: Action, settings: Record<string, string> = {}) {
    const { store, clock } = domain;
    const authentication = { backends: [jwt], store: read, sessions: store, clock };
    const rt = runtime({ ...defaults(), ...settings }, { parts: { authentication } });
    const freshProof = currentPasswordOf(domain);
    const options = BY_PASSWORD.includes(row) ? { freshProof } : {};
    const run = async () => ({ statusCode: 200 });
    return row.caller === 'superuser'
      ? superuserAction(rt, row as Action<'superuser'>, options, run)
      : signedInAction(rt, row as Action<'user'>, options, run);
  }

  async function call(row: Action, request: TestRequest = {}, settings?: Record<string, string>) {
    const answer = await invoke(handlerOf(row, settings), {
      method: row.route?.method ?? '',
      pathParameters: {
        id: row.caller === 'superuser' ? root.user.id : ANOTHER,
        session_id: ANOTHER,
      },
      ...request,
      headers: {
        authorization: `Bearer ${token}`,
        ...(request.json !== undefined && { 'content-type': 'application/json' }),
        ...request.headers,
      },
    });
    const { statusCode, body, headers } = answer;
    return { statusCode, body, challenge: headers['www-authenticate'] };
  }
  const passed = { statusCode: 200, body: undefined, challenge: undefined };
  const later = () => domain.clock.advance(600);
  const current_password = PASSWORD;

  describe.each(named(ASKING))('%s', (_, row) => {
    test('passes within ten minutes of the login, and not a second later', async () => {
      domain.clock.advance(599);
      expect(await call(row)).toEqual(passed);
      domain.clock.advance(1);
      expect(await call(row)).toEqual(REFUSED);
    });

    test('takes a credential of before there was proof for one of long ago', async () => {
      const { store, clock, ids } = domain;
      const unproved = jwtBackend({ clock, ids });
      token = await issue(unproved, { amr: ['pwd'] } as unknown as typeof PROOF);
      expect(await call(row)).toEqual(REFUSED);
      expect(store.calls.filter((name) => name !== 'signInState')).toEqual([
        'credential',
        'credential',
      ]);
    });
  });

  describe.each(named(BY_PASSWORD))('%s', (_, row) => {
    test('takes the current password however long ago the login was', async () => {
      later();
      expect(await call(row, { json: { current_password } })).toEqual(passed);
      expect(await call(row, { json: { current_password: OTHER_PASSWORD } })).toEqual(REFUSED);
      expect(await call(row, { json: {} })).toEqual(REFUSED);
    });

    test('refuses a wrong password after a recent login, too', async () => {
      expect(await call(row, { json: { current_password: OTHER_PASSWORD } })).toEqual(REFUSED);
      expect(await call(row, { json: { current_password } })).toEqual(passed);
    });

    test('refuses a body that it can not read before it asks', async () => {
      later();
      const untyped = { body: '{}', headers: { 'content-type': 'text/plain' } };
      expect((await call(row, untyped)).statusCode).toBe(415);
      expect((await call(row, { json: { current_password: 1 } })).statusCode).toBe(422);
      expect((await call(row, { body: 'x'.repeat(16 * 1024 + 1) })).statusCode).toBe(413);
    });
  });

  test.each(named(ASKING.filter(isOfSuperusers).filter((row) => !asksAlways(row))))(
    '%s asks superusers only about themselves',
    async (_, row) => {
      const ada = await domain.user('ada@example.com');
      later();
      const pathParameters = { id: ada.user.id, session_id: ANOTHER };
      expect(await call(row, { pathParameters })).toEqual(passed);
      expect(await call(row)).toEqual(REFUSED);
    },
  );

  test.each(named(ASKING.filter(asksAlways)))(
    '%s asks superusers about everybody',
    async (_, row) => {
      const ada = await domain.user('ada@example.com');
      later();
      const pathParameters = { id: ada.user.id };
      expect(await call(row, { pathParameters })).toEqual(REFUSED);
      expect(await call(row, { pathParameters, json: { current_password } })).toEqual(passed);
    },
  );

  test.each(named(BY_PASSWORD.filter(isOfSuperusers)))(
    '%s refuses a body that it can not read when it is about somebody else, too',
    async (_, row) => {
      const ada = await domain.user('ada@example.com');
      const pathParameters = { id: ada.user.id, session_id: ANOTHER };
      const json = { current_password: 1 };
      expect((await call(row, { pathParameters, json })).statusCode).toBe(422);
    },
  );

  test('refuses a body that it can not read to end the session in use, too', async () => {
    const own = { pathParameters: { id: claims.sessionId } };
    const json = { current_password: 1 };
    expect((await call(deleteMySession, { ...own, json })).statusCode).toBe(422);
  });

  test('asks for nothing to end the session in use, and for proof to end another', async () => {
    later();
    const { sessionId } = claims;
    const own = { pathParameters: { id: sessionId } };
    const ofRoot = { pathParameters: { id: root.user.id, session_id: sessionId.toUpperCase() } };
    expect(await call(deleteMySession, own)).toEqual(passed);
    expect(await call(deleteMySession)).toEqual(REFUSED);
    expect(await call(deleteSession, ofRoot)).toEqual(passed);
    expect(await call(deleteSession)).toEqual(REFUSED);
  });

  test('counts a login as recent for as long as the construct says, and says so', async () => {
    later();
    const settings = { RECENT_LOGIN: '3600' };
    expect(await call(deleteMySessions, {}, settings)).toEqual(passed);
    domain.clock.advance(2999);
    const challenge = 'Bearer error="insufficient_user_authentication", max_age="3600"';
    expect((await call(deleteMySessions, {}, settings)).statusCode).toBe(200);
    token = await issue(jwt, { ...PROOF, authTime: PROOF.authTime - 1 });
    expect(await call(deleteMySessions, {}, settings)).toEqual({ ...REFUSED, challenge });
  });

  describe('where the user has an authenticator app', () => {
    const settings = { SECOND_FACTORS: '{"methods":["totp","recovery_code"]}' };
    const FACTOR_REFUSED = {
      statusCode: 403,
      body: { detail: 'MFA_REQUIRED' },
      challenge:
        'Bearer error="insufficient_user_authentication", acr_values="http://schemas.openid.net/pape/policies/2007/06/multi-factor"',
    };

    beforeEach(() => {
      const { store } = domain;
      const factors = { totp: true, passkeys: 0, recoveryCodes: 10 };
      const signInState: typeof store.signInState = async (...asked) => {
        const found = await store.signInState(...asked);
        const profiles = [...found.profiles].map(
          ([id, each]) => [id, { ...each, factors }] as const,
        );
        return { ...found, profiles: new Map(profiles) };
      };
      read = withCalls(store, { signInState });
    });

    test.each(named(ASKING.filter(({ secondFactor }) => secondFactor !== 'never')))(
      '%s takes no login of before it, whatever password comes with it',
      async (_, row) => {
        expect(await call(row, {}, settings)).toEqual(FACTOR_REFUSED);
        const json = { current_password };
        if (row.route?.body) expect(await call(row, { json }, settings)).toEqual(FACTOR_REFUSED);
        token = await issue(jwt, { ...PROOF, amr: ['pwd', 'otp', 'mfa'] });
        expect(await call(row, {}, settings)).toEqual(passed);
      },
    );
  });

  test('does not compile without what compares the password', () => {
    const rt = runtime(defaults(), { parts: { authentication: {} } });
    const run = async () => ({ statusCode: 200 });
    // @ts-expect-error: it could not compare the password
    const without = () => signedInAction(rt, deleteMySessions, {}, run);
    const never = () => signedInAction(rt, getMe, {}, run);
    expect([without, never]).toHaveLength(2);
  });
});
