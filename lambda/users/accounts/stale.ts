import { UsersError, type UsersErrorCode } from '../errors.ts';
import type { Profile } from '../user.ts';
import type { UserReads } from '../user-reads.ts';

/** Writers of one profile that collide this often are an overload, not a race. */
const ATTEMPTS = 4;

/**
 * Makes a change that is conditional on the profile as read. If another change came first, reads
 * the profile again and makes it on that.
 *
 * @throws UsersError `gone` when the user no longer exists, `SERVICE_UNAVAILABLE` when every
 * attempt came too late
 */
export async function unlessStale<T>(
  store: Pick<UserReads, 'lookup'>,
  asRead: Profile,
  gone: UsersErrorCode,
  change: (profile: Profile) => Promise<T | 'stale'>,
): Promise<T> {
  let profile: Profile | undefined = asRead;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const outcome: T | 'stale' = await change(profile);
    if (outcome !== 'stale') return outcome;
    const { id } = asRead.user;
    profile = (await store.lookup([id])).profiles.get(id);
    if (!profile) throw new UsersError(gone);
  }
  throw new UsersError('SERVICE_UNAVAILABLE');
}

/**
 * As `unlessStale`, for a change that users make to themselves: only while they stay signed in.
 *
 * @throws UsersError `UNAUTHORIZED` when the user was signed out or deleted in between,
 * `SERVICE_UNAVAILABLE` when every attempt came too late
 */
export function unlessSignedOut<T>(
  store: Pick<UserReads, 'lookup'>,
  asRead: Profile,
  change: (profile: Profile) => Promise<T | 'stale'>,
): Promise<T> {
  return unlessStale(store, asRead, 'UNAUTHORIZED', async (profile) => {
    if (!profile.user.is_active || profile.tokenVersion !== asRead.tokenVersion) {
      throw new UsersError('UNAUTHORIZED');
    }
    return change(profile);
  });
}
