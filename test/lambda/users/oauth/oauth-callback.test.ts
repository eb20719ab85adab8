import { beforeEach, describe, expect, test } from '@jest/globals';
import { InvalidFieldsError } from '../../../../lambda/users/errors.ts';
import { login } from '../../../../lambda/users/login/login.ts';
import { HookRefusal, NO_HOOKS } from '../../../../lambda/users/model/hooks.ts';
import { NO_CUSTOM_FIELDS, type UserModel } from '../../../../lambda/users/model/user-model.ts';
import { accountOf } from '../../../../lambda/users/oauth/account-link.ts';
import type { AccountSearch } from '../../../../lambda/users/oauth/account-store.ts';
import { associateCallback } from '../../../../lambda/users/oauth/associate-callback.ts';
import type { LinkingClient } from '../../../../lambda/users/oauth/link-by-email.ts';
import {
  type OAuthCallbackDeps,
  oauthCallback,
} from '../../../../lambda/users/oauth/oauth-callback.ts';
import type { OAuthIdentity } from '../../../../lambda/users/oauth/provider.ts';
import type { CustomFields } from '../../../../lambda/users/user.ts';
import {
  DELETED,
  Domain,
  issueClaims,
  issuedBy,
  ORIGIN,
  PROOF,
  required,
  SENDER,
  SUPERUSER,
} from '../../../support/domain/domain.ts';
import { PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
const ADA: OAuthIdentity = { subject: 'ada', email: EMAIL, isAuthoritative: true };
const CLIENT: LinkingClient = {
  name: 'acme',
  issuer: 'https://acme.example',
  linkByEmail: 'always',
  acceptsEarlier: false,
};
const ACCOUNT = accountOf(CLIENT, ADA);

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
      tidyingFailed: domain.tidyingFailed,
      model,
      clock,
      ids,
      loginEvents: false,
      requireVerification: false,
      secondFactors: undefined,
      issue: issueClaims,
    };
  });

  const signIn = (identity = ADA, client = CLIENT) =>
    oauthCallback(deps, { client, identity, origin: ORIGIN });

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
    const { arrivedAt } = SENDER;
    const input = { username: EMAIL, password: PASSWORD, origin: ORIGIN, arrivedAt };
    const { hash } = domain;
    await expect(
      login({ ...domain, ...deps, store: domain.store, hash }, input),
    ).rejects.toMatchObject({
      code: 'LOGIN_BAD_CREDENTIALS',
    });
    expect(domain.hash.calls.filter((call) => call === 'verify')).toHaveLength(1);
  });

  test.each<[string, Pick<OAuthIdentity, 'email'>]>([
    ['no address that the provider vouches for', {}],
    ['what is no address', { email: 'ada' }],
  ])('makes no user for an account with %s, and finds one all the same', async (_, changes) => {
    const identity = { subject: ADA.subject, isAuthoritative: true, ...changes };
    await expect(signIn(identity)).rejects.toMatchObject({ code: 'OAUTH_NOT_AVAILABLE_EMAIL' });
    const { userId } = await signIn();
    expect((await signIn(identity)).userId).toBe(userId);
  });

  test('signs in no deactivated user, whatever address the account has', async () => {
    const { userId } = await signIn();
    await domain.deactivate(await domain.profile(userId));
    for (const email of [EMAIL, 'other@example.com', 'none']) {
      const attempt = signIn({ ...ADA, email });
      await expect(attempt).rejects.toMatchObject({ code: 'LOGIN_BAD_CREDENTIALS' });
    }
  });

  test('refuses a user who has not verified the address, where that is required', async () => {
    deps = { ...deps, requireVerification: true };
    const profile = await domain.user('other@example.com');
    const account = accountOf(CLIENT, ADA);
    await associateCallback(
      { ...domain, accounts: domain.store },
      { profile, account, acceptsEarlier: false },
    );
    await expect(signIn()).rejects.toMatchObject({ code: 'LOGIN_USER_NOT_VERIFIED' });
    expect(await signIn({ ...ADA, subject: 'eve', email: 'eve@example.com' })).toHaveProperty(
      'userId',
    );
  });

  test('gives a new user the fields that the model has without any being given', async () => {
    deps = { ...deps, model: modelOf(async () => ({ plan: 'free', note: 'x' })) };
    const { userId, credential } = issuedBy(await signIn());
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
    const { holder } = await domain.store.find({ account: ACCOUNT });
    expect((await domain.profile(required(holder).userId)).user.custom).toEqual({ plan: 'hooked' });
  });

  test('reads again where another callback came first', async () => {
    const { store } = domain;
    const first = await signIn();
    let misses = 2;
    const accounts = {
      ...store,
      find: async (search: AccountSearch) => (misses-- > 0 ? {} : store.find(search)),
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
      ...store,
      find: async (search: AccountSearch) =>
        search.account === undefined && moves-- > 0
          ? store.find({ email: eve.user.email })
          : store.find(search),
    };
    deps = { ...deps, accounts };
    const issued = await signIn({ ...ADA, email: 'other@example.com' });
    expect(issued).toMatchObject({ userId, credential: '{}' });
  });

  test('gives up where it never finds what came first', async () => {
    await signIn();
    deps = { ...deps, accounts: { ...deps.accounts, find: async () => ({}) } };
    await expect(signIn()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  test('waits for what a deleted user leaves to be swept', async () => {
    const { userId } = await signIn();
    await domain.store.delete(await domain.profile(userId), DELETED);
    await expect(signIn()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });

  test('signs in nobody by an account that a reset removed, before it is deleted', async () => {
    const mallory = await domain.user(EMAIL);
    const account = { ...ACCOUNT, subject: 'mallory' };
    await associateCallback(
      { ...domain, accounts: domain.store },
      { profile: mallory, account, acceptsEarlier: false },
    );
    const planted = { subject: 'mallory', isAuthoritative: false };
    expect(await signIn(planted)).toMatchObject({ userId: mallory.user.id });
    await domain.store.resetPassword({
      userId: mallory.user.id,
      email: EMAIL,
      credentialVersion: 1,
      passwordHash: 'the victim’s',
      event: { id: domain.ids.next(), type: 'after-reset-password', at: '', actor: SUPERUSER },
    });
    await expect(signIn(planted)).rejects.toMatchObject({ code: 'OAUTH_NOT_AVAILABLE_EMAIL' });
    const vouched = { ...planted, email: 'mallory@example.com' };
    await expect(signIn(vouched)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await domain.store.sweepAccounts(mallory.user.id, 1);
    expect((await signIn(vouched)).userId).not.toBe(mallory.user.id);
  });

  test('finds nobody by the subject of another issuer under the same name of a client', async () => {
    const { userId } = await signIn();
    const repointed = { ...CLIENT, issuer: 'https://other.example' };
    const stranger = { ...ADA, email: 'mallory@example.com' };
    expect((await signIn(stranger, repointed)).userId).not.toBe(userId);
    expect((await signIn()).userId).toBe(userId);
  });
});
