import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import type { StoredEvent } from '../events/event.ts';
import { type PublicUser, publicUser, type UserModel } from '../model/user-model.ts';
import type { Profile } from '../user.ts';
import type { Groups, PersonalDataStore } from './personal-data.ts';

/** All that is stored of a user, except secrets: names are those of the other routes. */
export interface Export extends Groups {
  /** RFC 3339, UTC. */
  readonly exported_at: string;
  readonly user: PublicUser;
  /** A new address that waits to be confirmed. */
  readonly pending_email?: string;
  readonly credential: { readonly credential_version: number };
  /** The last one; earlier ones are not stored. Absent for users who were imported, until their first one. */
  readonly last_event?: Omit<StoredEvent, 'at'> & { readonly time: string };
}

/**
 * What users have a right to see and to take along (GDPR, articles 15 and 20).
 *
 * @throws UsersError `UNAUTHORIZED` when the user was deleted in between
 */
export async function exportMe(
  deps: {
    readonly personalData: PersonalDataStore;
    readonly model: UserModel;
    readonly clock: Clock;
  },
  { profile: { user, pendingEmail } }: { profile: Profile },
): Promise<Export> {
  const data = await deps.personalData.read(user);
  if (!data) throw new UsersError('UNAUTHORIZED');
  return {
    exported_at: deps.clock.now().toISOString(),
    user: publicUser(deps.model, user),
    ...(pendingEmail !== undefined && { pending_email: pendingEmail }),
    credential: { credential_version: data.credentialVersion },
    ...(data.lastEvent && { last_event: lastEvent(data.lastEvent, deps.model) }),
    ...data.groups,
  };
}

function lastEvent(
  { at: time, changed, ...event }: StoredEvent,
  { privateFields }: Pick<UserModel, 'privateFields'>,
): Export['last_event'] {
  const named = changed?.filter((field) => !privateFields.includes(field));
  return { ...event, time, ...(named && { changed: named }) };
}
