import { beforeEach, describe, expect, test } from '@jest/globals';
import { InvalidFieldsError } from '../../../../lambda/users/errors.ts';
import { login } from '../../../../lambda/users/login/login.ts';
import { HookRefusal, NO_HOOKS } from '../../../../lambda/users/model/hooks.ts';
import { NO_CUSTOM_FIELDS, type UserModel } from '../../../../lambda/users/model/user-model.ts';
import { associateCallback } from '../../../../lambda/users/oauth/associate-callback.ts';
import {
  type OAuthCallbackDeps,
  oauthCallback,
} from '../../../../lambda/users/oauth/oauth-callback.ts';
import type { CustomFields } from '../../../../lambda/users/user.ts';
import {
  DELETED,
  Domain,
  issueClaims,
  ORIGIN,
  PROOF,
  required,
} from '../../../support/domain/domain.ts';
import { PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
const ADA = { subject: 'ada', email: EMAIL };

describe('login at a provider', () => {
  let domain: Domain;
  let deps: Parameters<typeof oauthCallback>[0];

  beforeEach(() => {
    domain = new Domain();
    const { store, model, clock, ids } = domain;
    deps = {
      store,
      accounts: store,
      sessions: store,
      logins: store,
      maxSessions: 20,
      model,
      clock,
      ids,
      loginEvents: false,
      requireVerification: false,
      issue: issueClaims,
    };
  });

  const signIn = (identity: Parameters<typeof oauthCallback>[1]['identity'] = ADA) =>
    oauthCallback(deps, { client: 'acme', identity, origin: ORIGIN });

  const modelOf = (
    onto: () => Promise<CustomFields>,
    hooks: Partial<UserModel['hooks']> = {},
  ): UserModel => ({
    ...NO_CUSTOM_FIELDS,
    hasFields: true,
    claimFields: ['plan'],
    hooks: { ...NO_HOOKS, ...hooks },
    change: () => ({ onto }),
  });

  test('reads once, and writes once for a new user', async () => {
    await signIn();
    expect(domain.store.calls).toEqual(['find', 'create']);
    domain.forget();
    await signIn();
    expect(domain.store.calls).toEqual(['find']);
  });

  test('gives a credential that says when it was, and that a provider vouched', async () => {
    const proofs: unknown[] = [];
    const issue: OAuthCallbackDeps['issue'] = async (credential, _, proof) => {
      proofs.push(proof);
      return issueClaims(credential);
    };
    deps = { ...deps, issue };
    await signIn();
    await signIn();
    expect(proofs).toEqual(Array(2).fill({ ...PROOF, amr: ['fed'] }));
  });

  test('makes an active, verified user who is no superuser, with an event', async () => {
    const { userId } = await signIn();
    const at = domain.clock.now().toISOString();
    expect((await domain.profile(userId)).user).toStrictEqual({
      id: userId,
      email: EMAIL,
      is_active: true,
      is_superuser: false,
      is_verified: true,
      created_at: at,
      updated_at: at,
    });
    expect(domain.store.events).toStrictEqual([
      {
        id: expect.any(String),
        type: 'after-register',
        at,
        actor: { id: userId, by: 'provider' },
      },
    ]);
  });

  test.each<[string, UserModel]>([
    ['without custom fields', NO_CUSTOM_FIELDS],
    ['with claims', modelOf(async () => ({ plan: 'free' }))],
  ])('signs a new user %s in by the credential that was stored', async (_, model) => {
    const issuedTo: object[] = [];
    const issue = async (credential: object) => {
      issuedTo.push(credential);
      return { credential: 'issued', lifetime: 60 };
    };
    deps = { ...deps, model, issue };
    await signIn();
    const { passwordHash: _none, claims, ...stored } = await domain.credential(EMAIL);
    expect(issuedTo).toStrictEqual([{ ...stored, claims, addedClaims: {} }]);
  });

  test('makes a user without a password, on whom a login by one spends a hash', async () => {
    await signIn();
    expect(await domain.credential(EMAIL)).not.toHaveProperty('passwordHash');
    const input = { username: EMAIL, password: PASSWORD, origin: ORIGIN };
    const { hash } = domain;
    await expect(login({ ...deps, store: domain.store, hash }, input)).rejects.toMatchObject({
      code: 'LOGIN_BAD_CREDENTIALS',
    });
    expect(domain.hash.calls.filter((call) => call === 'verify')).toHaveLength(1);
  });

  test('links a verified user, with an event that names the accounts', async () => {
    const { user } = await domain.user(EMAIL, { is_verified: true });
    expect(await signIn()).toMatchObject({ userId: user.id });
    expect(domain.store.calls).toEqual(['find', 'link']);
    expect(domain.store.events).toMatchObject([
      {
        type: 'after-update',
        changed: ['oauth_accounts'],
        actor: { id: user.id, by: 'provider' },
      },
    ]);
  });

  test.each<[string, object, string]>([
    ['of an unverified user', {}, 'OAUTH_USER_ALREADY_EXISTS'],
    ['of an inactive user', { is_verified: true, is_active: false }, 'LOGIN_BAD_CREDENTIALS'],
  ])('links no account by the address %s', async (_, flags, code) => {
    await domain.user(EMAIL, flags);
    await expect(signIn()).rejects.toMatchObject({ code });
    expect(await domain.store.find({ client: 'acme', subject: ADA.subject })).toEqual({});
  });

  test.each<[string, Partial<typeof ADA>]>([
    ['no address that the provider vouches for', { email: undefined }],
    ['what is no address', { email: 'ada' }],
  ])('makes no user for an account with %s, and finds one all the same', async (_, changes) => {
    const identity = { ...ADA, ...changes };
    await expect(signIn(identity)).rejects.toMatchObject({ code: 'OAUTH_NOT_AVAILABLE_EMAIL' });
    const { userId } = await signIn();
    expect((await signIn(identity)).userId).toBe(userId);
  });

  test('signs in no deactivated user, whatever address the account has', async () => {
    const { userId } = await signIn();
    await domain.deactivate(await domain.profile(userId));
    for (const email of [EMAIL, 'other@example.com', undefined]) {
      const attempt = signIn({ ...ADA, email });
      await expect(attempt).rejects.toMatchObject({ code: 'LOGIN_BAD_CREDENTIALS' });
    }
  });

  test('refuses a user who has not verified the address, where that is required', async () => {
    deps = { ...deps, requireVerification: true };
    const profile = await domain.user('other@example.com');
    const account = { client: 'acme', subject: ADA.subject };
    await associateCallback({ ...domain, accounts: domain.store }, { profile, account });
    await expect(signIn()).rejects.toMatchObject({ code: 'LOGIN_USER_NOT_VERIFIED' });
    expect(await signIn({ subject: 'eve', email: 'eve@example.com' })).toHaveProperty('userId');
  });

  test('gives a new user the fields that the model has without any being given', async () => {
    deps = { ...deps, model: modelOf(async () => ({ plan: 'free', note: 'x' })) };
    const { userId, credential } = await signIn();
    expect((await domain.profile(userId)).user.custom).toEqual({ plan: 'free', note: 'x' });
    expect(JSON.parse(credential)).toEqual({ plan: 'free' });
  });

  test('makes no user where fields are required, and says so', async () => {
    const problem = { path: ['name'], message: 'Field required', type: 'missing' };
    const model = modelOf(async () => {
      throw new InvalidFieldsError([problem]);
    });
    deps = { ...deps, model };
    await expect(signIn()).rejects.toMatchObject({
      code: 'OAUTH_REGISTRATION_REQUIRED',
      cause: { problems: [problem] },
    });
    expect(await domain.store.credential(EMAIL)).toBeUndefined();
  });

  test('passes on what is no mistake in the fields', async () => {
    const model = modelOf(async () => {
      throw new Error('a bug');
    });
    deps = { ...deps, model };
    await expect(signIn()).rejects.toThrow('a bug');
  });

  test('asks the hooks of registration and of login', async () => {
    const asked: unknown[] = [];
    const model = modelOf(async () => ({ plan: 'free' }), {
      beforeRegister: async (user, context) => {
        asked.push(user, context);
        return { plan: 'hooked' };
      },
      beforeLogin: async () => {
        throw new HookRefusal('CLOSED', 'Come back tomorrow');
      },
    });
    deps = { ...deps, model };
    await expect(signIn()).rejects.toMatchObject({ code: 'CLOSED' });
    expect(asked).toEqual([{ plan: 'free', email: EMAIL }, { by: 'user' }]);
    const { userId } = required(await domain.store.find({ client: 'acme', subject: 'ada' }));
    expect((await domain.profile(String(userId))).user.custom).toEqual({ plan: 'hooked' });
  });

  test('reads again where another callback came first', async () => {
    const { store } = domain;
    const first = await signIn();
    let misses = 2;
    const accounts = {
      link: store.link.bind(store),
      find: async (...asked: Parameters<typeof store.find>) =>
        misses-- > 0 ? {} : store.find(...asked),
    };
    deps = { ...deps, accounts };
    expect((await signIn()).userId).toBe(first.userId);
  });

  test('reads again where the user’s address is somebody else’s by the time it is looked up', async () => {
    const { userId } = await signIn();
    const eve = await domain.user('eve@example.com');
    const { store } = domain;
    let moves = 1;
    const accounts = {
      link: store.link.bind(store),
      find: async (...[account, email]: Parameters<typeof store.find>) =>
        account === undefined && moves-- > 0
          ? store.find(undefined, eve.user.email)
          : store.find(account, email),
    };
    deps = { ...deps, accounts };
    const issued = await signIn({ subject: ADA.subject, email: 'other@example.com' });
    expect(issued).toMatchObject({ userId, credential: '{}' });
  });

  test('signs in nobody whose account could not be linked', async () => {
    await domain.user(EMAIL, { is_verified: true });
    const { store } = domain;
    const link = async () => 'stale' as const;
    deps = { ...deps, accounts: { find: store.find.bind(store), link } };
    await expect(signIn()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(store.calls).toEqual(['find', 'find', 'find', 'find']);
  });

  test('gives up where it never finds what came first', async () => {
    await signIn();
    deps = { ...deps, accounts: { ...deps.accounts, find: async () => ({}), link: neverCalled } };
    await expect(signIn()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  test('waits for what a deleted user leaves to be swept', async () => {
    const { userId } = await signIn();
    await domain.store.delete(await domain.profile(userId), DELETED);
    await expect(signIn()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});

async function neverCalled(): Promise<never> {
  throw new Error('there is nobody to link');
}
