import { beforeEach, describe, expect, test } from '@jest/globals';
import { updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import { isAccepted } from '../../../../lambda/users/links.ts';
import { associateCallback } from '../../../../lambda/users/oauth/associate-callback.ts';
import { resetPassword } from '../../../../lambda/users/passwords/reset-password.ts';
import { deleteSessions } from '../../../../lambda/users/sessions/delete-sessions.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { confirmEmailChange } from '../../../../lambda/users/verification/confirm-email-change.ts';
import { verify } from '../../../../lambda/users/verification/verify.ts';
import { Domain, OWN, SENDER, SUPERUSER } from '../../../support/domain/domain.ts';
import {
  emailChangeTokens,
  resetTokens,
  verificationTokens,
} from '../../../support/domain/keys.ts';
import { OTHER_PASSWORD } from '../../../support/passwords.ts';

const MALLORY = 'mallory@example.com';
const VICTIM = 'victim@example.com';
const ACCOUNT = { client: 'acme', issuer: 'https://acme.example', subject: 'mallory' };

/** Whether an account still signs its user in, after what happened. */
describe('an account that was linked', () => {
  let domain: Domain;
  let userId: string;

  beforeEach(() => {
    domain = new Domain();
  });

  const now = () => domain.profile(userId);
  const event = (type: 'after-forgot-password' | 'after-request-verify') => ({
    id: domain.ids.next(),
    type,
    at: domain.clock.now().toISOString(),
  });

  async function registered(email: string, is_verified: boolean): Promise<void> {
    ({
      user: { id: userId },
    } = await domain.user(email, { is_verified }));
  }
  async function associated(): Promise<void> {
    await associateCallback(
      { ...domain, accounts: domain.store },
      { profile: await now(), account: ACCOUNT, acceptsEarlier: false },
    );
  }
  async function clicked(): Promise<void> {
    const { email } = (await now()).user;
    const tokens = verificationTokens(domain.clock);
    const { token } = await tokens.issue({ userId, email }, event('after-request-verify'));
    await verify({ ...domain, tokens }, { token });
  }
  async function reset(): Promise<void> {
    const { email } = (await now()).user;
    const { credentialVersion } = await domain.credential(email);
    const tokens = resetTokens(domain.clock);
    const claims = { userId, email, credentialVersion };
    const { token } = await tokens.issue(claims, event('after-forgot-password'));
    const asked = { token, password: OTHER_PASSWORD, sender: SENDER };
    await resetPassword({ ...domain, tokens }, asked);
  }
  async function changed(changes: object, confirmEmail = false): Promise<void> {
    const own = { ...OWN, confirmEmail };
    await updateMe(domain, { profile: await now(), changes, own });
  }
  async function movedByConfirmation(email: string): Promise<void> {
    await changed({ email }, true);
    const { user } = await now();
    const { credentialVersion } = await domain.credential(user.email);
    const tokens = emailChangeTokens(domain.clock);
    const claims = { userId, email: user.email, newEmail: email, credentialVersion };
    const { token } = await tokens.issue(claims, event('after-request-verify'));
    await confirmEmailChange({ ...domain, tokens }, { token });
  }
  const bySuperuser = async (changes: object) => {
    await updateUser(domain, { profile: await now(), changes, actor: SUPERUSER });
  };
  async function signsIn(): Promise<boolean> {
    const { holder } = await domain.store.find({ account: ACCOUNT });
    const { linkFloor } = await domain.credential((await now()).user.email);
    return holder?.userId === userId && isAccepted(holder, linkFloor);
  }

  type Step = () => Promise<void>;
  const CASES: readonly (readonly [string, boolean, readonly Step[]])[] = [
    ['to an unverified user', true, [() => registered(VICTIM, false), associated]],
    [
      'to a user who verified the address later',
      true,
      [() => registered(VICTIM, false), associated, clicked],
    ],
    [
      'before a reset of an unverified user',
      false,
      [() => registered(VICTIM, false), associated, reset],
    ],
    [
      'before the address was verified and a reset',
      false,
      [() => registered(VICTIM, false), associated, clicked, reset],
    ],
    [
      'between verification and a reset',
      true,
      [() => registered(VICTIM, false), clicked, associated, reset],
    ],
    [
      'before an immediate move to another’s address',
      true,
      [() => registered(MALLORY, true), associated, () => changed({ email: VICTIM })],
    ],
    [
      'before an immediate move and a reset',
      false,
      [() => registered(MALLORY, true), associated, () => changed({ email: VICTIM }), reset],
    ],
    [
      'after an immediate move, before a reset',
      false,
      [() => registered(MALLORY, true), () => changed({ email: VICTIM }), associated, reset],
    ],
    [
      'before a confirmed move and a reset',
      false,
      [() => registered(MALLORY, true), associated, () => movedByConfirmation(VICTIM), reset],
    ],
    ['after two resets', true, [() => registered(VICTIM, false), reset, reset, associated]],
    [
      'after a reset, an immediate move and its verification',
      true,
      [
        () => registered(MALLORY, false),
        reset,
        () => bySuperuser({ email: VICTIM }),
        clicked,
        associated,
        reset,
      ],
    ],
    [
      'while unverified again, after a reset',
      true,
      [
        () => registered(MALLORY, false),
        reset,
        () => bySuperuser({ is_verified: false }),
        associated,
      ],
    ],
    [
      'while unverified again, before a second reset',
      false,
      [
        () => registered(MALLORY, false),
        reset,
        () => bySuperuser({ is_verified: false }),
        associated,
        reset,
      ],
    ],
    [
      'before a new password of one’s own',
      true,
      [() => registered(VICTIM, true), associated, () => changed({ password: OTHER_PASSWORD })],
    ],
    [
      'before a superuser’s new password',
      false,
      [() => registered(VICTIM, true), associated, () => bySuperuser({ password: OTHER_PASSWORD })],
    ],
    [
      'after a superuser’s new password, unverified',
      true,
      [
        () => registered(VICTIM, false),
        () => bySuperuser({ password: OTHER_PASSWORD }),
        associated,
      ],
    ],
    [
      'after a superuser’s new password, unverified, before a reset',
      false,
      [
        () => registered(VICTIM, false),
        () => bySuperuser({ password: OTHER_PASSWORD }),
        associated,
        reset,
      ],
    ],
    [
      'before a superuser changed another field',
      true,
      [() => registered(VICTIM, true), associated, () => bySuperuser({ is_verified: false })],
    ],
    [
      'before all sessions were ended',
      true,
      [
        () => registered(VICTIM, true),
        associated,
        async () => deleteSessions(domain, { profile: await now() }),
      ],
    ],
  ];

  test.each(CASES)('%s signs in: %s', async (_, expected, steps) => {
    for (const step of steps) await step();
    expect(await signsIn()).toBe(expected);
  });

  test('is refused from the very write that resets the password', async () => {
    await registered(VICTIM, false);
    await associated();
    domain.forget();
    await reset();
    expect(domain.store.calls.filter((call) => call === 'resetPassword')).toHaveLength(1);
    expect(domain.store.calls).not.toContain('sweepAccounts');
    const { user, tokenVersion }: Profile = await now();
    expect({ verified: user.is_verified, tokenVersion, signsIn: await signsIn() }).toEqual({
      verified: true,
      tokenVersion: 2,
      signsIn: false,
    });
  });
});
