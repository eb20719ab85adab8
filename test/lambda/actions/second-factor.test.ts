import { beforeEach, describe, expect, test } from '@jest/globals';
import { signedInAction, superuserAction } from '../../../lambda/actions/signed-in.ts';
import type { Backend } from '../../../lambda/auth/backend.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import type { Factors, Profile, User } from '../../../lambda/users/user.ts';
import type { Action } from '../../../lib/contract/action.ts';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { currentPasswordOf } from '../../support/domain/current-password.ts';
import { Domain, ORIGIN, PROOF, withCalls } from '../../support/domain/domain.ts';
import { jwtBackend } from '../../support/runtime/backends.ts';
import { capturedLog } from '../../support/runtime/console.ts';
import { invoke } from '../../support/runtime/invoke.ts';
import { defaults } from '../../support/runtime/settings.ts';

capturedLog();

const ROWS = ACTIONS.filter(({ caller }) => caller === 'user' || caller === 'superuser');
const BY_PASSWORD = ['always', 'about-anyone', 'other-session'];
const ANOTHER = '018f0000-0000-7000-8000-00000000ffff';
const TOTP: Factors = { totp: true, passkeys: 0, recoveryCodes: 10 };

/** What callers who must have a second factor can do without it. A new route is not among them by itself. */
const UNASKED = [
  'get-me',
  'get-my-mfa',
  'reauthenticate',
  // The body has a code of it.
  'delete-my-totp',
  'replace-recovery-codes',
];
const ENROLLING = ['enrol-totp', 'confirm-totp', 'passkey-options', 'add-passkey'];

describe('callers who must have a second factor', () => {
  let domain: Domain;
  let jwt: Backend;
  let root: Profile;

  beforeEach(async () => {
    domain = new Domain();
    jwt = jwtBackend(domain);
    root = await domain.user('root@example.com', { is_superuser: true, is_verified: true });
  });

  /** The code of the refusal; nothing for a caller who passes. */
  async function refusal(
    row: Action,
    factors: Factors | undefined,
    amr: readonly string[],
    flags: Partial<User> = {},
  ) {
    const { store, clock } = domain;
    const signInState: typeof store.signInState = async (...asked) => {
      const found = await store.signInState(...asked);
      const profiles = [...found.profiles].map(
        ([id, { user, ...each }]) =>
          [id, { ...each, user: { ...user, ...flags }, ...(factors && { factors }) }] as const,
      );
      return { ...found, profiles: new Map(profiles) };
    };
    const read = withCalls(store, { signInState });
    const authentication = { backends: [jwt], store: read, sessions: store, clock };
    const secondFactors = { methods: ['totp', 'passkey'], requiredOf: 'everyone' };
    const settings = {
      ...defaults(),
      TABLE_NAME: 'users',
      SECOND_FACTORS: JSON.stringify(secondFactors),
    };
    const rt = runtime(settings, { parts: { authentication } });
    const options = BY_PASSWORD.includes(row.freshProof)
      ? { freshProof: currentPasswordOf(domain) }
      : {};
    const run = async () => ({ statusCode: 200 });
    const handler =
      row.caller === 'superuser'
        ? superuserAction(rt, row as Action<'superuser'>, options, run)
        : signedInAction(rt, row as Action<'user'>, options, run);
    const credential = await domain.credential('root@example.com');
    const issued = await jwt.strategy.issue(credential, ORIGIN, { ...PROOF, amr });
    const { body } = await invoke(handler, {
      method: row.route?.method ?? '',
      pathParameters: { id: row.caller === 'superuser' ? root.user.id : ANOTHER },
      headers: { authorization: `Bearer ${issued.credential}` },
    });
    return body?.detail;
  }

  const expected = (row: Action, others: string, enrolling?: string) => {
    if (UNASKED.includes(row.name)) return undefined;
    return ENROLLING.includes(row.name) ? enrolling : others;
  };
  const named = ROWS.map((row) => [row.name, row] as const);

  test.each(named)('are let into %s only to enrol, while they have none', async (_, row) => {
    expect(await refusal(row, undefined, ['pwd'])).toBe(expected(row, 'MFA_ENROLMENT_REQUIRED'));
  });

  test.each(named)('have to verify their address before %s adds one', async (_, row) => {
    const code = expected(row, 'MFA_ENROLMENT_REQUIRED', 'USER_NOT_VERIFIED');
    expect(await refusal(row, undefined, ['pwd'], { is_verified: false })).toBe(code);
  });

  test.each(named)('are let into %s only with it, once they have one', async (_, row) => {
    const code = expected(row, 'MFA_REQUIRED', 'MFA_REQUIRED');
    expect(await refusal(row, TOTP, ['pwd'])).toBe(code);
    expect(await refusal(row, TOTP, ['pwd', 'otp', 'mfa'])).toBeUndefined();
  });
});
