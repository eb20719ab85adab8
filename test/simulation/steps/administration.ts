import { createUser as createAsOperator } from '../../../lambda/users/accounts/create-user.ts';
import type { UserChanges } from '../../../lambda/users/accounts/plan-change.ts';
import { deleteUser as deleteAsAdmin } from '../../../lambda/users/administration/delete-user.ts';
import { updateUser as updateAsAdmin } from '../../../lambda/users/administration/update-user.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import { OPERATOR } from '../../../lambda/users/events/event.ts';
import { deleteSessions as endAsAdmin } from '../../../lambda/users/sessions/delete-sessions.ts';
import type { Profile, User } from '../../../lambda/users/user.ts';
import type { StepKind } from '../attempt.ts';
import type { Choice } from '../program.ts';
import type { AccessCredential } from '../world/ledger.ts';
import type { Parts } from '../world/world.ts';
import { endsBy, hasChanged, nickname } from './accounts.ts';
import { ADDRESSES, aSuperuser, nameOf, PASSWORDS, signedIn } from './people.ts';

/** By a superuser who is signed in, as the routes have it, or by an operator without a login. */
export async function target(parts: Parts, admin: AccessCredential | undefined, userId: string) {
  if (!admin) {
    const profile = (await parts.store.lookup([userId])).profiles.get(userId);
    return { profile: found(profile), actor: OPERATOR };
  }
  const { caller, target: profile, noted } = await signedIn(parts, admin, { userId });
  await noted;
  if (!caller.user.is_superuser) throw new UsersError('FORBIDDEN');
  return { profile: found(profile), actor: { id: caller.user.id, by: 'superuser' as const } };
}

function found(profile: Profile | undefined): Profile {
  if (!profile) throw new UsersError('NOT_FOUND');
  return profile;
}

export const createUser: StepKind = {
  name: 'create-user',
  weight: 6,
  begin({ table, seen }, parts, choice) {
    const [email = '', password = ''] = [choice.who(ADDRESSES), choice.what(PASSWORDS)];
    const flags = { is_superuser: choice.other([true, true, false]) === true, is_verified: true };
    return {
      says: `an operator creates ${email}${flags.is_superuser ? ', a superuser' : ''}`,
      ask: () => createAsOperator(parts, { email, password, flags }),
      holds: () => table.byEmail(email) !== undefined,
      succeeded: ({ id }: User) =>
        seen.users.has(id) ? undefined : 'the user who was created was never stored',
    };
  },
};

const CHANGES: readonly ((choice: Choice) => UserChanges)[] = [
  () => ({ is_active: false }),
  () => ({ is_active: true }),
  () => ({ is_superuser: false }),
  () => ({ is_superuser: true }),
  () => ({ is_verified: false }),
  () => ({ is_verified: true }),
  (choice) => ({ password: choice.other(PASSWORDS) ?? '' }),
  (choice) => ({ email: choice.other(ADDRESSES) ?? '' }),
  (choice) => ({ custom: nickname(`nick ${choice.other([1, 2, 3])}`) }),
];

export const updateUser: StepKind = {
  name: 'update-user',
  weight: 18,
  begin(world, parts, choice) {
    const account = choice.who(world.accounts);
    const changes = choice.what(CHANGES)?.(choice);
    if (!account || !changes) return undefined;
    const { id } = account.profile.user;
    const admin = aSuperuser(world, choice);
    const values = JSON.stringify(changes);
    return {
      says: `${admin ? 'a superuser' : 'an operator'} changes ${nameOf(world, id)}: ${values}`,
      async ask() {
        await updateAsAdmin(parts, { ...(await target(parts, admin, id)), changes });
      },
      holds: () => hasChanged(world, id, changes),
      succeeded: endsBy(world, id, changes),
    };
  },
};

export const deleteUser: StepKind = {
  name: 'delete-user',
  weight: 6,
  begin(world, parts, choice) {
    const account = choice.who(world.accounts);
    if (!account) return undefined;
    const { id } = account.profile.user;
    const admin = aSuperuser(world, choice);
    const { ledger } = world;
    const logins = [...ledger.loginsOf(id), ...ledger.begunOf(id)];
    return {
      says: `${admin ? 'a superuser' : 'an operator'} deletes ${nameOf(world, id)}`,
      ask: async () => deleteAsAdmin(parts, await target(parts, admin, id)),
      holds: () => !world.table.byId.has(id),
      succeeded: () => ledger.end(logins, 'the user was deleted'),
    };
  },
};

export const deleteSessions: StepKind = {
  name: 'delete-sessions',
  weight: 4,
  begin(world, parts, choice) {
    const account = choice.who(world.accounts);
    if (!account) return undefined;
    const { id } = account.profile.user;
    const { tokenVersion } = account.profile;
    const admin = aSuperuser(world, choice);
    const logins = world.ledger.loginsOf(id);
    return {
      says: `${admin ? 'a superuser' : 'an operator'} ends the sessions of ${nameOf(world, id)}`,
      ask: async () => endAsAdmin(parts, await target(parts, admin, id)),
      holds: () => (world.table.byId.get(id)?.profile.tokenVersion ?? 0) > tokenVersion,
      succeeded: () => world.ledger.end(logins, 'a superuser ended every session'),
    };
  },
};
