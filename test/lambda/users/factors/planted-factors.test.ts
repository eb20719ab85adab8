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

/** An authenticator app or a passkey of a user whose address was verified once. */
describe('a factor', () => {
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
  const unverified = bySuperuser({ is_verified: false });
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
  const CASES: readonly (readonly [string, readonly Step[]])[] = [
    ['a reset', [reset]],
    ['a code by mail', [byCode]],
    ['a superuser’s new password', [given]],
    ['a login at a provider, which is not linked', [byProvider]],
    ['a move and a reset', [moved, reset]],
    ['a move and a code by mail', [moved, byCode]],
    ['a move and a superuser’s new password', [moved, given]],
    ['a move and a login at a provider', [moved, byProvider]],
    ['a superuser who takes the verification back, and a reset', [unverified, reset]],
  ];
  const rows = CASES.flatMap(([what, steps]) =>
    Object.entries(KINDS).map(([name, kind]) => ({ what, name, steps, kind })),
  );

  test.each(rows)('($name) stays after $what', async ({ steps, kind: { add, has } }) => {
    await registered(MALLORY, true)();
    await add();
    for (const step of steps) await step();
    expect(publicFactors(await now())).toEqual(has);
    const passkeys = await listPasskeys({ passkeys: domain.store }, { profile: await now() });
    expect(passkeys).toHaveLength(has.passkeys);
    const hasPassword = (await now()).passwordless === undefined;
    if (hasPassword) expect((await signsIn()).kind).toBe('mfa-required');
  });

  test.each(Object.entries(KINDS))(
    '(%s) is not added before the address is verified',
    async (_, { add, has }) => {
      await registered(VICTIM, false)();
      await expect(add()).rejects.toMatchObject({ code: 'USER_NOT_VERIFIED' });
      await clicked();
      await add();
      expect(publicFactors(await now())).toEqual(has);
    },
  );

  test.each(Object.entries(KINDS))(
    '(%s) is not added at a new address that is not verified',
    async (_, { add }) => {
      await registered(MALLORY, true)();
      await moved();
      await expect(add()).rejects.toMatchObject({ code: 'USER_NOT_VERIFIED' });
      expect(publicFactors(await now())).toEqual(NONE);
    },
  );

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
