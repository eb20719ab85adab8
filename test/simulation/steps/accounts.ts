import { deleteMe } from '../../../lambda/users/accounts/delete-me.ts';
import type { UserChanges } from '../../../lambda/users/accounts/plan-change.ts';
import { register as registerUser } from '../../../lambda/users/accounts/register.ts';
import { updateMe } from '../../../lambda/users/accounts/update-me.ts';
import { assertFactorGiven } from '../../../lambda/users/login/factor-admission.ts';
import type { CustomFields, Profile, User } from '../../../lambda/users/user.ts';
import type { StepKind } from '../attempt.ts';
import type { Choice } from '../program.ts';
import { passwordOf } from '../world/plain-hash.ts';
import type { World } from '../world/world.ts';
import { appsIn, keepsApp } from './login.ts';
import {
  ADDRESSES,
  anAccess,
  asCaller,
  currentPassword,
  loginName,
  PASSWORDS,
  senderAt,
} from './people.ts';

export const register: StepKind = {
  name: 'register',
  weight: 14,
  begin(world, parts, choice) {
    const { table, seen } = world;
    const [email = '', password = ''] = [choice.who(ADDRESSES), choice.what(PASSWORDS)];
    const sender = senderAt(world);
    return {
      says: `register ${email}`,
      ask: () => registerUser(parts, { email, password, sender }),
      holds: () => table.byEmail(email) !== undefined,
      succeeded: ({ id }: User) =>
        seen.users.has(id) ? undefined : 'the user who registered was never stored',
    };
  },
};

export const deleteOneself: StepKind = {
  name: 'delete-me',
  weight: 4,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    if (!access) return undefined;
    const { userId } = access.login;
    const { ledger, table } = world;
    const logins = [...ledger.loginsOf(userId), ...ledger.begunOf(userId)];
    const mail = ledger.mailOf(userId, ...ALL_MAIL);
    return {
      says: `delete me: ${loginName(world, access)}`,
      ask: () => asCaller(parts, access, ({ caller: profile }) => deleteMe(parts, { profile })),
      holds: () => !table.byId.has(userId),
      succeeded: () => ledger.end([...logins, ...mail], 'the user was deleted'),
    };
  },
};

const ALL_MAIL = [
  'after-forgot-password',
  'after-request-verify',
  'after-request-email-change',
] as const;

/** What users change of themselves. */
const CHANGES: readonly ((choice: Choice) => UserChanges)[] = [
  (choice) => ({ password: choice.other(PASSWORDS) ?? '' }),
  (choice) => ({ custom: nickname(`nick ${choice.other([1, 2, 3])}`) }),
  (choice) => ({ email: choice.other(ADDRESSES) ?? '' }),
  (choice) => ({ email: choice.other(ADDRESSES) ?? '' }),
  () => ({ is_active: false }),
];

export function nickname(name: string) {
  const onto = async (stored?: CustomFields) => ({ ...stored, nickname: name });
  return { fields: { nickname: name }, onto };
}

export const updateOneself: StepKind = {
  name: 'update-me',
  weight: 14,
  begin(world, parts, choice) {
    const access = anAccess(world, choice);
    const changes = choice.what(CHANGES)?.(choice);
    if (!access || !changes) return undefined;
    const { id: sessionId, userId, amr } = access.login;
    const account = world.table.byId.get(userId);
    const apps = appsIn(world);
    const own = {
      by: 'user',
      confirmEmail: true,
      requireCurrentPassword: true,
      currentPassword: account && currentPassword(account),
      recent: true,
      sender: senderAt(world),
      sessionId,
    } as const;
    const ends = endsBy(world, userId, changes, sessionId);
    return {
      says: `change ${Object.keys(changes)} of ${loginName(world, access)}`,
      ask: () =>
        asCaller(parts, access, ({ caller: profile, claims: { proof } }) => {
          const assertFactor = (caller: Profile) =>
            assertFactorGiven(parts.gates.of('update-me'), { caller, proof });
          return updateMe(parts, { profile, changes, own: { ...own, assertFactor } });
        }),
      holds: () => hasChanged(world, userId, changes),
      succeeded() {
        ends();
        // The same address again changes nothing.
        const isAsked = changes.password !== undefined || changes.is_active !== undefined;
        if (isAsked && keepsApp(world, userId, apps) && !amr?.includes('mfa')) {
          return `${Object.keys(changes)} changed without the second factor`;
        }
        return undefined;
      },
    };
  },
};

/** Whether the table has a change, or an address that waits to be confirmed. */
export function hasChanged({ table }: World, userId: string, changes: UserChanges): boolean {
  const account = table.byId.get(userId);
  if (!account) return false;
  const { password, email, custom, ...flags } = changes;
  const { user, pendingEmail } = account.profile;
  return (
    (password === undefined || passwordOf(account.credential.passwordHash) === password) &&
    (email === undefined || user.email === email || pendingEmail === email) &&
    (custom === undefined || user.custom?.nickname === custom.fields.nickname) &&
    Object.entries(flags).every(([flag, value]) => user[flag as keyof User] === value)
  );
}

/** What ends with a change that is answered with success; what begins beside it may stay. */
export function endsBy(
  { ledger }: World,
  userId: string,
  { password, is_active }: UserChanges,
  survivor?: string,
): () => void {
  const isOver = is_active === false;
  const logins =
    password !== undefined || isOver ? ledger.loginsOf(userId, isOver ? undefined : survivor) : [];
  const resets =
    password === undefined
      ? []
      : [
          ...ledger.mailOf(userId, 'after-forgot-password', 'after-request-email-change'),
          ...ledger.begunOf(userId),
        ];
  return () =>
    ledger.end([...logins, ...resets], 'the password changed, or the user was deactivated');
}
