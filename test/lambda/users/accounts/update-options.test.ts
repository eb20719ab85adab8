import { describe, expect, test } from '@jest/globals';
import type { UserChanges } from '../../../../lambda/users/accounts/plan-change.ts';
import { type UpdateMeInput, updateMe } from '../../../../lambda/users/accounts/update-me.ts';
import { updateUser } from '../../../../lambda/users/administration/update-user.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { updateMe as ownRow } from '../../../../lib/contract/accounts.ts';
import { updateUser as superuserRow } from '../../../../lib/contract/administration.ts';
import { type Feature, textsWith } from '../../../../lib/contract/features.ts';
import { Domain, OWN, SUPERUSER } from '../../../support/domain/domain.ts';
import { OTHER_PASSWORD } from '../../../support/passwords.ts';

const TAKEN = 'bob@example.com';
const FREE = 'ada@example.org';

interface Attempt {
  readonly changes: UserChanges;
  readonly own?: Partial<UpdateMeInput['own']>;
  /** It is asked for a second time. */
  readonly twice?: true;
  /** It was asked for until no more guesses are answered. */
  readonly afterGuesses?: true;
  /** As many addresses were taken as are answered for where the request comes from. */
  readonly afterTaken?: true;
  readonly passwordless?: true;
}

/** Everything that a change of oneself could be refused for. */
const OWN_ATTEMPTS: readonly Attempt[] = [
  { changes: { email: TAKEN } },
  { changes: { email: FREE }, twice: true },
  { changes: { email: FREE }, afterTaken: true },
  { changes: { password: 'short' } },
  { changes: { email: FREE }, own: { currentPassword: 'wrong' } },
  { changes: { email: FREE }, own: { currentPassword: 'wrong' }, afterGuesses: true },
  { changes: { password: OTHER_PASSWORD }, own: { currentPassword: undefined } },
  { changes: { password: OTHER_PASSWORD }, passwordless: true },
];

/** The same by the route of superusers, which also takes flags. */
const SUPERUSER_ATTEMPTS: readonly Attempt[] = [
  ...OWN_ATTEMPTS,
  { changes: { is_active: false }, own: { currentPassword: 'wrong' } },
  { changes: { is_active: false }, own: { currentPassword: 'wrong' }, afterGuesses: true },
  { changes: { is_active: false }, own: { currentPassword: undefined } },
  { changes: { is_superuser: false } },
];

async function madeAda(domain: Domain, { passwordless }: Attempt): Promise<Profile> {
  const ada = await domain.user('ada@example.com', { is_superuser: true });
  if (!passwordless) return ada;
  await domain.user('root@example.com', { is_superuser: true });
  return domain.removePassword(ada);
}

/** The code that an attempt is refused with; none if it isn't. */
async function codeOf(
  attempt: Attempt,
  change: (domain: Domain, profile: Profile) => Promise<unknown>,
): Promise<readonly string[]> {
  const domain = new Domain();
  await domain.user(TAKEN);
  const { user } = await madeAda(domain, attempt);
  const run = async () => change(domain, await domain.profile(user.id));
  if (attempt.afterTaken) await domain.manyTaken(OWN.sender);
  try {
    if (attempt.twice) await run();
    if (attempt.afterGuesses) await Promise.allSettled(Array.from({ length: 5 }, run));
    await run();
    return [];
  } catch (error) {
    return [(error as { readonly code: string }).code];
  }
}

describe.each([
  { requireCurrentPassword: true, confirmEmail: true },
  { requireCurrentPassword: true, confirmEmail: false },
  { requireCurrentPassword: false, confirmEmail: true },
  { requireCurrentPassword: false, confirmEmail: false },
])('with %j', (options) => {
  const { requireCurrentPassword, confirmEmail } = options;
  const features = new Set<Feature>([
    confirmEmail ? 'confirmEmailChange' : 'immediateEmailChange',
    'bruteForce',
    ...(requireCurrentPassword ? (['requireCurrentPassword', 'countedProof'] as const) : []),
    ...(confirmEmail ? [] : (['countedMoves'] as const)),
  ]);
  const saidBy = ({ refuses = [] }: typeof ownRow | typeof superuserRow) =>
    [...new Set(textsWith(refuses, (feature) => features.has(feature)))].toSorted();
  const ownCodes = (attempts: readonly Attempt[], by: 'user' | 'superuser') =>
    attempts.map((attempt) =>
      codeOf(attempt, (domain, profile) => {
        const own = Object.assign({ ...OWN, ...options, by }, attempt.own);
        return updateMe(domain, { profile, changes: attempt.changes, own });
      }),
    );

  test('users who change themselves are refused with the codes that the contract says, and no other', async () => {
    const codes = (await Promise.all(ownCodes(OWN_ATTEMPTS, 'user'))).flat();
    expect([...new Set(codes)].toSorted()).toEqual(saidBy(ownRow));
  });

  test('superusers are refused with the codes that the contract says, and no other', async () => {
    const ofOthers = SUPERUSER_ATTEMPTS.map((attempt) =>
      codeOf(attempt, (domain, profile) =>
        updateUser(domain, { profile, changes: attempt.changes, actor: SUPERUSER }),
      ),
    );
    const all = [...ownCodes(SUPERUSER_ATTEMPTS, 'superuser'), ...ofOthers];
    const codes = (await Promise.all(all)).flat();
    expect([...new Set(codes)].toSorted()).toEqual(saidBy(superuserRow));
  });
});
