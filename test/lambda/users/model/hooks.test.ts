import { beforeEach, describe, expect, test } from '@jest/globals';
import { createUser } from '../../../../lambda/users/accounts/create-user.ts';
import { register } from '../../../../lambda/users/accounts/register.ts';
import { updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { deleteUser } from '../../../../lambda/users/administration/delete-user.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import { login } from '../../../../lambda/users/login/login.ts';
import { HookRefusal, type Hooks, NO_HOOKS } from '../../../../lambda/users/model/hooks.ts';
import { NO_CUSTOM_FIELDS } from '../../../../lambda/users/model/user-model.ts';
import { resetPassword } from '../../../../lambda/users/passwords/reset-password.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import {
  Domain,
  issueClaims,
  issuedBy,
  ORIGIN,
  OWN,
  SENDER,
  SUPERUSER,
} from '../../../support/domain/domain.ts';
import { resetTokens } from '../../../support/domain/keys.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';

describe('a hook', () => {
  let domain: Domain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user(EMAIL);
  });

  const withHooks = (hooks: Partial<Hooks>) => ({
    store: domain.store,
    sessions: domain.store,
    logins: domain.store,
    passwords: domain.store,
    attempts: domain.store,
    bruteForce: domain.bruteForce,
    lockedOut: domain.lockedOut,
    maxSessions: domain.maxSessions,
    tidyingFailed: domain.tidyingFailed,
    hash: domain.hash,
    policy: domain.policy,
    clock: domain.clock,
    ids: domain.ids,
    loginEvents: true,
    issue: issueClaims,
    requireVerification: false,
    secondFactors: undefined,
    tokens: resetTokens(domain.clock),
    model: { ...NO_CUSTOM_FIELDS, hooks: { ...NO_HOOKS, ...hooks } },
  });
  type Deps = ReturnType<typeof withHooks>;
  const signUp = (deps: Deps) =>
    register(deps, { email: 'eve@example.com', password: PASSWORD, sender: SENDER });
  const signIn = (deps: Deps) =>
    login(deps, {
      username: EMAIL,
      password: PASSWORD,
      origin: ORIGIN,
      arrivedAt: SENDER.arrivedAt,
    });
  const changePassword = (deps: Deps) =>
    updateUser(deps, { profile: ada, changes: { password: OTHER_PASSWORD }, actor: SUPERUSER });
  const verify = (deps: Deps) =>
    updateUser(deps, {
      profile: ada,
      changes: { is_verified: true, is_active: false },
      actor: SUPERUSER,
    });
  async function reset(deps: Deps) {
    const { credentialVersion } = await domain.credential(EMAIL);
    const claims = { userId: ada.user.id, email: EMAIL, credentialVersion };
    const at = domain.clock.now().toISOString();
    const event = { id: domain.ids.next(), type: 'after-forgot-password', at } as const;
    const { token } = await deps.tokens.issue(claims, event);
    return resetPassword(deps, { token, password: OTHER_PASSWORD, sender: SENDER });
  }

  test.each<[keyof Hooks, string, (deps: Deps) => Promise<unknown>]>([
    ['validatePassword', 'a registration', signUp],
    ['validatePassword', 'a change of password', changePassword],
    ['validatePassword', 'a reset', reset],
    ['beforeRegister', 'a registration', signUp],
    ['beforeUpdate', 'a change', verify],
    ['beforeLogin', 'a login', signIn],
    ['tokenClaims', 'a login', signIn],
    ['beforeDelete', 'a deletion', (deps) => deleteUser(deps, { profile: ada, actor: SUPERUSER })],
  ])('%s that throws fails %s, which then changes nothing', async (name, _, run) => {
    const failing = withHooks({ [name]: () => Promise.reject(new Error('the hook threw')) });
    await expect(run(failing)).rejects.toThrow('the hook threw');
    expect(domain.store.events).toEqual([]);
    expect(await domain.profile(ada.user.id)).toEqual(ada);
    await run(withHooks({}));
  });

  test.each<[string, (deps: Deps) => Promise<unknown>]>([
    ['REGISTER_INVALID_PASSWORD', signUp],
    ['UPDATE_USER_INVALID_PASSWORD', changePassword],
    ['RESET_PASSWORD_INVALID_PASSWORD', reset],
  ])('validatePassword refuses with the code of the route: %s', async (code, run) => {
    const refusing = withHooks({
      validatePassword: () => Promise.reject(new HookRefusal('TOO_WEAK', 'Try another one')),
    });
    await expect(run(refusing)).rejects.toMatchObject({ code, reason: 'Try another one' });
  });

  test('beforeLogin is not asked about a wrong password', async () => {
    const deps = withHooks({ beforeLogin: () => Promise.reject(new Error('it was asked')) });
    const { arrivedAt } = SENDER;
    const input = { username: EMAIL, password: OTHER_PASSWORD, origin: ORIGIN, arrivedAt };
    await expect(login(deps, input)).rejects.toMatchObject({ code: 'LOGIN_BAD_CREDENTIALS' });
  });

  test('beforeLogin sees who signs in and from where, and tokenClaims at which backend', async () => {
    const asked: unknown[] = [];
    const deps = withHooks({
      beforeLogin: async (...args) => void asked.push(args),
      tokenClaims: async (...args) => {
        asked.push(args);
        return {};
      },
    });
    await signIn(deps);
    const user = { id: ada.user.id, email: EMAIL, claims: {} };
    expect(asked).toStrictEqual([
      [user, ORIGIN],
      [user, { backend: ORIGIN.backend }],
    ]);
  });

  test('beforeUpdate sees a new address that is to be confirmed, as the user’s own change', async () => {
    const calls: unknown[] = [];
    const deps = withHooks({ beforeUpdate: async (...args) => void calls.push(args) });
    const own = { ...OWN, confirmEmail: true };
    const changes = { email: 'lovelace@example.com', is_verified: true };
    const stored = await updateMe(deps, { profile: ada, changes, own });
    expect(stored).toMatchObject({ email: EMAIL, is_verified: true });
    expect(calls).toStrictEqual([
      [
        ada.user,
        { ...stored, email: 'lovelace@example.com' },
        { by: 'user', changed: ['email', 'is_verified'] },
      ],
    ]);
  });

  test('beforeUpdate sees the user before and after, who asks, and what changes', async () => {
    const calls: unknown[] = [];
    const deps = withHooks({ beforeUpdate: async (...args) => void calls.push(args) });
    const after = await verify(deps);
    expect(calls).toEqual([
      [ada.user, after, { by: 'superuser', changed: ['is_active', 'is_verified'] }],
    ]);
  });

  test('beforeRegister may have other fields stored, and knows who asks', async () => {
    const asked: unknown[] = [];
    const deps = withHooks({
      beforeRegister: async (user, { by }) => {
        asked.push(by);
        return { domain: user.email.split('@')[1] ?? '' };
      },
    });
    const flags = { is_superuser: false, is_verified: true };
    const user = await createUser(deps, { email: 'eve@example.com', password: PASSWORD, flags });
    expect(user.custom).toEqual({ domain: 'example.com' });
    expect((await domain.profile(user.id)).user.custom).toEqual({ domain: 'example.com' });
    await register(deps, { email: 'bob@example.com', password: PASSWORD, sender: SENDER });
    expect(asked).toEqual(['operator', 'user']);
  });

  test('tokenClaims adds to the claims', async () => {
    const deps = withHooks({ tokenClaims: async (_, { backend }) => ({ via: backend }) });
    expect(JSON.parse(issuedBy(await signIn(deps)).credential)).toEqual({ via: 'jwt' });
  });
});
