import { beforeEach, describe, expect, test } from '@jest/globals';
import { updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import { confirmLogin } from '../../../../lambda/users/email-login/confirm-login.ts';
import { requestLogin } from '../../../../lambda/users/email-login/request-login.ts';
import { publicFactors } from '../../../../lambda/users/factors/public-factors.ts';
import { login } from '../../../../lambda/users/login/login.ts';
import type { LinkingClient } from '../../../../lambda/users/oauth/link-by-email.ts';
import { oauthCallback } from '../../../../lambda/users/oauth/oauth-callback.ts';
import { listPasskeys } from '../../../../lambda/users/passkeys/list-passkeys.ts';
import { resetPassword } from '../../../../lambda/users/passwords/reset-password.ts';
import { verify } from '../../../../lambda/users/verification/verify.ts';
import { ORIGIN, OWN, required, SUPERUSER } from '../../../support/domain/domain.ts';
import { FactorDomain } from '../../../support/domain/factor-domain.ts';
import {
  emailAttempts,
  emailCodes,
  resetTokens,
  verificationTokens,
} from '../../../support/domain/keys.ts';
import { PasskeyDomain } from '../../../support/passkeys/passkey-domain.ts';
import { SoftwareAuthenticator } from '../../../support/passkeys/software-authenticator.ts';
import { OTHER_PASSWORD, PASSWORD } from '../../../support/passwords.ts';

const [MALLORY, VICTIM] = ['mallory@example.com', 'victim@example.com'];
const NONE = { totp: false, recovery_codes_left: 0, passkeys: 0 };
const APP = { totp: true, recovery_codes_left: 10, passkeys: 0 };
const PASSKEY = { totp: false, recovery_codes_left: 0, passkeys: 1 };
const ACME: LinkingClient = {
  name: 'acme',
  issuer: 'https://acme.example',
  linkByEmail: 'always',
  acceptsEarlier: false,
};

/** Everyone must have a second factor: who gets past one is told from who is asked for it. */
class Planted extends FactorDomain {
  override readonly secondFactors = {
    begun: this.begun,
    methods: ['totp', 'passkey', 'recovery_code'],
    requiredOf: 'everyone',
  } as const;
}

/** What is left of an authenticator app or a passkey, after what happened. */
describe('a second factor', () => {
  let domain: Planted;
  let userId: string;
  let password: string;
  let authenticator: SoftwareAuthenticator;

  beforeEach(() => {
    domain = new Planted();
    password = PASSWORD;
    authenticator = new SoftwareAuthenticator();
  });

  const now = () => domain.profile(userId);
  const event = (type: 'after-forgot-password' | 'after-request-verify') => ({
    id: domain.ids.next(),
    type,
    at: domain.clock.now().toISOString(),
  });
  const registered = (email: string, is_verified: boolean) => async () => {
    ({
      user: { id: userId },
    } = await domain.user(email, { is_verified }));
  };
  const unproved = registered(VICTIM, false);
  const owner = registered(VICTIM, true);

  const KINDS = {
    app: { has: APP, add: async () => void (await domain.enrolled(await now())) },
    passkey: {
      has: PASSKEY,
      add: async () => void (await new PasskeyDomain(domain).add(authenticator, userId)),
    },
  };

  async function reset(): Promise<void> {
    const { email } = (await now()).user;
    const { credentialVersion } = await domain.credential(email);
    const tokens = resetTokens(domain.clock);
    const claims = { userId, email, credentialVersion };
    const { token } = await tokens.issue(claims, event('after-forgot-password'));
    password = OTHER_PASSWORD;
    await resetPassword({ ...domain, tokens }, { token, password, sender: domain.sender() });
  }
  async function clicked(): Promise<void> {
    const { email } = (await now()).user;
    const tokens = verificationTokens(domain.clock);
    const { token } = await tokens.issue({ userId, email }, event('after-request-verify'));
    await verify({ ...domain, tokens }, { token });
  }
  async function byCode() {
    const { email } = (await now()).user;
    const codes = emailCodes();
    const deps = {
      ...domain,
      ...{ emailLogins: domain.store, emailAttempts: emailAttempts(domain.clock) },
      ...{ emailCodes: codes, signsUp: false },
    };
    // An hour later, so that none is mailed too soon.
    domain.clock.advance(3600);
    const { token } = await requestLogin(deps, { email, sender: domain.sender() });
    const { id } = required(domain.store.events.at(-1));
    const { code } = await codes.issue({ email, id });
    const arrivedAt = domain.clock.now();
    return confirmLogin(deps, { attemptToken: token, code, origin: ORIGIN, arrivedAt });
  }
  const byProvider = async () => {
    const { email } = (await now()).user;
    const identity = { subject: 'subject', email, isAuthoritative: true };
    const deps = { ...domain, accounts: domain.store };
    await expect(
      oauthCallback(deps, { client: ACME, identity, origin: ORIGIN }),
    ).rejects.toMatchObject({ code: 'OAUTH_USER_ALREADY_EXISTS' });
  };
  const bySuperuser = (changes: object) => async () => {
    ({ password = password } = changes as { password?: string });
    await updateUser(domain, { profile: await now(), changes, actor: SUPERUSER });
  };
  const given = bySuperuser({ password: OTHER_PASSWORD });
  const moved = async () => {
    const changes = { email: VICTIM };
    const own = { ...OWN, currentPassword: password };
    await updateMe(domain, { profile: await now(), changes, own });
  };
  const signsIn = async () => {
    const { email } = (await now()).user;
    const arrivedAt = domain.clock.now();
    return login(domain, { username: email, password, origin: ORIGIN, arrivedAt });
  };

  type Step = () => Promise<unknown>;
  const ADDED = 'added';
  const CASES: readonly (readonly [string, boolean, readonly (Step | typeof ADDED)[]])[] = [
    ['before a reset of a user who was never verified', false, [unproved, ADDED, reset]],
    ['before a code by mail to such a user', false, [unproved, ADDED, byCode]],
    ['before a superuser’s new password of such a user', false, [unproved, ADDED, given]],
    ['of such a user, whom a provider is not linked to', true, [unproved, ADDED, byProvider]],
    ['before such a user’s address was verified by a link', true, [unproved, ADDED, clicked]],
    ['before it was, and a reset', true, [unproved, ADDED, clicked, reset]],
    [
      'before a superuser verified the address, and a reset',
      true,
      [unproved, ADDED, bySuperuser({ is_verified: true }), reset],
    ],
    [
      'before a superuser’s new password that also verifies the address',
      false,
      [unproved, ADDED, bySuperuser({ password: OTHER_PASSWORD, is_verified: true })],
    ],
    [
      'before an unproved user moved, and a reset',
      false,
      [registered(MALLORY, false), ADDED, moved, reset],
    ],
    [
      'after a superuser’s new password of a user who was never verified, before a reset',
      false,
      [unproved, given, ADDED, reset],
    ],
    ['after the first reset, before a second', true, [unproved, reset, ADDED, reset]],
    ['of an owner, before a reset', true, [owner, ADDED, reset]],
    ['of an owner, before a code by mail', true, [owner, ADDED, byCode]],
    ['of an owner, before a superuser’s new password', true, [owner, ADDED, given]],
    ['of an owner, whom a provider is not linked to', true, [owner, ADDED, byProvider]],
    ...[
      ['a reset', reset] as const,
      ['a code by mail', byCode] as const,
      ['a superuser’s new password', given] as const,
      ['a provider', byProvider] as const,
    ].flatMap(([name, step]) => [
      [
        `of an owner who moved, before ${name}`,
        true,
        [registered(MALLORY, true), ADDED, moved, step],
      ] as const,
      [
        `of an owner who moved before, before ${name}`,
        true,
        [registered(MALLORY, true), moved, ADDED, step],
      ] as const,
    ]),
    [
      'of an owner whose verification a superuser took back, before a reset',
      true,
      [owner, ADDED, bySuperuser({ is_verified: false }), reset],
    ],
    [
      'added after a superuser took the verification of an owner back, before a reset',
      true,
      [owner, bySuperuser({ is_verified: false }), ADDED, reset],
    ],
  ];
  const rows = CASES.flatMap(([what, stays, steps]) =>
    Object.entries(KINDS).map(([name, kind]) => ({ what, name, stays, steps, kind })),
  );

  test.each(rows)('($name) $what stays: $stays', async ({ stays, steps, kind }) => {
    for (const step of steps) await (step === ADDED ? kind.add() : step());
    const { has } = kind;
    expect(publicFactors(await now())).toEqual(stays ? has : NONE);
    const passkeys = await listPasskeys({ passkeys: domain.store }, { profile: await now() });
    expect(passkeys).toHaveLength(stays ? has.passkeys : 0);
    const hasPassword = (await now()).passwordless === undefined;
    if (hasPassword) expect((await signsIn()).kind).toBe(stays ? 'mfa-required' : 'issued');
    // The owner can have the same again at once, before the relay has deleted what ended.
    if (stays) return;
    authenticator = new SoftwareAuthenticator();
    await kind.add();
    expect(publicFactors(await now())).toEqual(has);
    if (hasPassword) expect((await signsIn()).kind).toBe('mfa-required');
  });

  test('of an owner who has moved is asked for after a code by mail, which claims nothing', async () => {
    await registered(MALLORY, true)();
    await KINDS.app.add();
    await moved();
    const before = await now();
    expect((await byCode()).kind).toBe('mfa-required');
    expect(await now()).toEqual(before);
    expect(before.user.is_verified).toBe(false);
    expect((await signsIn()).kind).toBe('mfa-required');
  });
});
