import { beforeEach, describe, expect, test } from '@jest/globals';
import { accountOf } from '../../../../lambda/users/oauth/account-link.ts';
import { associateCallback } from '../../../../lambda/users/oauth/associate-callback.ts';
import type { LinkingClient } from '../../../../lambda/users/oauth/link-by-email.ts';
import { oauthCallback } from '../../../../lambda/users/oauth/oauth-callback.ts';
import type { OAuthIdentity } from '../../../../lambda/users/oauth/provider.ts';
import type { Profile, User } from '../../../../lambda/users/user.ts';
import type { LinkByEmailRule } from '../../../../lib/contract/oauth.ts';
import { Domain, issueClaims, ORIGIN, SUPERUSER } from '../../../support/domain/domain.ts';
import { enrolled } from '../../../support/stores/stored-factors.ts';

const EMAIL = 'ada@example.com';
const ADA: OAuthIdentity = { subject: 'ada', email: EMAIL, isAuthoritative: true };
const ACME: LinkingClient = {
  name: 'acme',
  issuer: 'https://acme.example',
  linkByEmail: 'without-password',
  acceptsEarlier: false,
};
const PARTNER: LinkingClient = { ...ACME, name: 'partner', issuer: 'https://partner.example' };
const RULES: readonly LinkByEmailRule[] = ['never', 'without-password', 'always'];
const REFUSED = 'OAUTH_USER_ALREADY_EXISTS';

describe('an account that nobody has, with the address of a user,', () => {
  let domain: Domain;
  let deps: Parameters<typeof oauthCallback>[0];

  beforeEach(() => {
    domain = new Domain();
    deps = {
      ...domain,
      store: domain.store,
      accounts: domain.store,
      loginEvents: false,
      requireVerification: false,
      issue: issueClaims,
    };
  });

  const signIn = (client: LinkingClient, identity = ADA) =>
    oauthCallback(deps, { client, identity, origin: ORIGIN });

  /** The user who is signed in, or the code of the refusal. */
  const outcome = (client: LinkingClient, identity = ADA) =>
    signIn(client, identity).then(
      ({ userId }) => userId,
      ({ code }) => code,
    );

  /** A user who came by the partner, and has no password. */
  async function ofPartner(): Promise<Profile> {
    const { userId } = await signIn(PARTNER);
    const profile = await domain.profile(userId);
    domain.forget();
    return profile;
  }

  test.each<[LinkByEmailRule, boolean, boolean]>([
    ['never', false, false],
    ['without-password', false, true],
    ['always', true, true],
  ])(
    'is linked by the rule %s to one with a password: %s, without: %s',
    async (linkByEmail, withPassword, without) => {
      const client = { ...ACME, linkByEmail };
      const { user } = await domain.user(EMAIL, { is_verified: true });
      expect(await outcome(client)).toBe(withPassword ? user.id : REFUSED);

      domain = new Domain();
      deps = { ...deps, ...domain, store: domain.store, accounts: domain.store };
      const other = await ofPartner();
      expect(await outcome(client)).toBe(without ? other.user.id : REFUSED);
    },
  );

  test.each<[string, Partial<User>, string]>([
    ['who has not verified it', {}, REFUSED],
    ['who is a superuser', { is_verified: true, is_superuser: true }, REFUSED],
    ['who is inactive', { is_verified: true, is_active: false }, 'LOGIN_BAD_CREDENTIALS'],
  ])('is linked by no rule to one %s', async (_, flags, expected) => {
    const root = await domain.user('root@example.com', { is_superuser: true });
    const { user } = await domain.user(EMAIL, flags);
    expect(root.user.id).not.toBe(user.id);
    expect(await outcome({ ...ACME, linkByEmail: 'always' })).toBe(expected);
    expect(await domain.store.find({ account: accountOf(ACME, ADA) })).toEqual({});
  });

  test.each(RULES)(
    'is not linked where the provider is no authority for it (%s)',
    async (linkByEmail) => {
      await domain.user(EMAIL, { is_verified: true });
      const identity = { ...ADA, isAuthoritative: false };
      expect(await outcome({ ...ACME, linkByEmail }, identity)).toBe(REFUSED);
    },
  );

  test('is not linked to one who needs a second factor for it, and nothing is written', async () => {
    const before = await domain.user(EMAIL, { is_verified: true });
    await enrolled(domain.store, before, {
      ...{ id: domain.ids.next(), type: 'after-mfa-enable', at: '', actor: SUPERUSER },
    });
    const profile = await domain.profile(before.user.id);
    domain.forget();
    const client: LinkingClient = { ...ACME, linkByEmail: 'always' };
    const begun = { issue: () => Promise.reject(new Error('no login goes on')) };
    deps = { ...deps, secondFactors: { begun, methods: ['totp', 'recovery_code'] } };
    expect(await outcome(client)).toBe(REFUSED);
    expect(domain.store.calls).toEqual(['find', 'lookup']);
    expect(await domain.profile(before.user.id)).toEqual(profile);
    // An API that asks for none links it.
    deps = { ...deps, secondFactors: undefined };
    expect(await outcome(client)).toBe(before.user.id);
  });

  test('is another person where the user has an account of that issuer, by another client too', async () => {
    await signIn(ACME);
    const second = { ...ADA, subject: 'second' };
    for (const client of [ACME, { ...ACME, name: 'web' }]) {
      expect(await outcome({ ...client, linkByEmail: 'always' }, second)).toBe(REFUSED);
      expect(await outcome({ ...client, linkByEmail: 'without-password' }, second)).toBe(REFUSED);
    }
  });

  test('is linked by one read of the user and one write, with one event', async () => {
    const { user } = await ofPartner();
    expect(await outcome(ACME)).toBe(user.id);
    expect(domain.store.calls.slice(0, 3)).toEqual(['find', 'lookup', 'linkByEmail']);
    const { client, issuer, subject } = accountOf(ACME, ADA);
    expect(domain.store.events).toStrictEqual([
      {
        id: expect.any(String),
        type: 'after-account-link',
        at: domain.clock.now().toISOString(),
        actor: { id: user.id, by: 'provider' },
        ...{ client, issuer, subject },
      },
    ]);
  });

  test('ends the logins of before, and issues one of after', async () => {
    const before = await ofPartner();
    const issued: number[] = [];
    const issue: typeof deps.issue = async (credential) => {
      issued.push(credential.tokenVersion);
      return { credential: 'issued', lifetime: 60 };
    };
    deps = { ...deps, issue };
    await signIn(ACME);
    const { tokenVersion } = await domain.profile(before.user.id);
    expect({ tokenVersion, issued }).toEqual({
      tokenVersion: before.tokenVersion + 1,
      issued: [before.tokenVersion + 1],
    });
  });

  test.each([
    ['may link nobody', { linkByEmail: 'never' }, {}],
    ['is no authority for the address', { linkByEmail: 'always' }, { isAuthoritative: false }],
  ] as const)(
    'removes the account that the user came by, where the provider of it %s',
    async (_, rule, identity) => {
      const [client, planted] = [
        { ...PARTNER, ...rule },
        { ...ADA, ...identity },
      ];
      const userId = await outcome(client, planted);
      expect(await outcome(ACME)).toBe(userId);
      expect(await outcome(client, planted)).toBe(REFUSED);
      expect(await outcome(ACME)).toBe(userId);
    },
  );

  test.each([
    ['may link nobody', 'never', true, REFUSED],
    ['is no authority for the address', 'always', false, REFUSED],
    ['is an authority for the address', 'without-password', true, 'the user'],
  ] as const)(
    'after a reset, the account that the user came by at a provider that %s',
    async (_, linkByEmail, isAuthoritative, expected) => {
      const [client, identity] = [
        { ...PARTNER, linkByEmail },
        { ...ADA, isAuthoritative },
      ];
      const userId = String(await outcome(client, identity));
      await domain.store.resetPassword({
        userId,
        email: EMAIL,
        credentialVersion: 1,
        passwordHash: 'the owner’s',
        event: { id: domain.ids.next(), type: 'after-reset-password', at: '', actor: SUPERUSER },
      });
      const after = await outcome(client, identity);
      expect(after === userId ? 'the user' : after).toBe(expected);
    },
  );

  test('leaves the account that the user came by, where the provider is an authority too', async () => {
    const client: LinkingClient = { ...PARTNER, linkByEmail: 'without-password' };
    const userId = await outcome(client);
    expect(await outcome(ACME)).toBe(userId);
    expect(await outcome(client)).toBe(userId);
  });

  test('removes accounts that were linked under another address', async () => {
    const mallory = await domain.user('mallory@example.com', { is_verified: true });
    const planted = accountOf(PARTNER, { ...ADA, subject: 'mallory' });
    await associateCallback(
      { ...domain, accounts: domain.store },
      { profile: mallory, account: planted, acceptsEarlier: false },
    );
    const before = await domain.profile(mallory.user.id);
    const credential = { before: await domain.credential('mallory@example.com') };
    // The owner of the address has clicked on the mail that confirms it.
    const user = { ...before.user, email: EMAIL, is_verified: true };
    await domain.store.update({ before, user, tokenVersion: 1, credential });
    expect(await outcome({ ...ACME, linkByEmail: 'always' })).toBe(mallory.user.id);
    const unknown = { subject: 'mallory', isAuthoritative: false };
    expect(await outcome(PARTNER, unknown)).toBe('OAUTH_NOT_AVAILABLE_EMAIL');
  });

  test('of 20 subjects of one issuer that race, one is linked', async () => {
    const { user } = await ofPartner();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => outcome(ACME, { ...ADA, subject: `subject-${n}` })),
    );
    expect(outcomes.filter((each) => each === user.id)).toHaveLength(1);
    expect(outcomes.filter((each) => each === REFUSED)).toHaveLength(19);
  });

  test('is read again where the user changed in between, and refused in the end', async () => {
    const { user } = await ofPartner();
    const { store } = domain;
    deps = { ...deps, accounts: { ...store, linkByEmail: async () => 'stale' } };
    expect(await outcome(ACME)).toBe('SERVICE_UNAVAILABLE');
    expect(store.calls).toEqual(Array.from({ length: 4 }, () => ['find', 'lookup']).flat());
    expect((await domain.profile(user.id)).tokenVersion).toBe(1);
  });

  test('is not linked where the address has moved on since the read', async () => {
    const before = await ofPartner();
    const { store } = domain;
    let moves = 1;
    const lookup: typeof store.lookup = async (ids) => {
      if (moves-- > 0) {
        const credential = { before: await domain.credential(EMAIL) };
        const user = { ...before.user, email: 'new@example.com' };
        await store.update({ before, user, tokenVersion: 1, credential });
      }
      return store.lookup(ids);
    };
    deps = { ...deps, store: { ...store, lookup } };
    expect(await outcome(ACME)).not.toBe(before.user.id);
  });
});
