import { unlessSignedOut } from '../accounts/stale.ts';
import {
  removeAccount,
  type UnlinkAccountDeps,
  type UnlinkAccountInput,
} from './unlink-account.ts';

/**
 * Users remove an account at a provider from themselves, as `unlinkAccount` does, while they stay signed in.
 *
 * @throws UsersError `NOT_FOUND`, `LAST_CREDENTIAL`; `UNAUTHORIZED` when the user was signed out or
 * deleted in between
 */
export async function unlinkMyAccount(
  deps: UnlinkAccountDeps,
  { profile, ...removal }: Omit<UnlinkAccountInput, 'actor'>,
): Promise<void> {
  const actor = { id: profile.user.id, by: 'user' } as const;
  await unlessSignedOut(deps.store, profile, (before) =>
    removeAccount(deps, { profile: before, ...removal, actor }),
  );
}
