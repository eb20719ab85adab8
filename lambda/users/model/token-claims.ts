import type { Origin } from '../origin.ts';
import type { CustomFields } from '../user.ts';
import type { SigningIn } from './hooks.ts';
import type { UserModel } from './user-model.ts';

/**
 * Asks the hooks about a credential that is about to be issued, by a login or a refresh: whether it
 * may be, and what to add to the claims.
 *
 * @returns what the hook adds to the fields that are claims
 * @throws HookRefusal
 */
export async function addedClaims(
  { hooks }: Pick<UserModel, 'hooks'>,
  user: SigningIn,
  origin: Origin,
): Promise<CustomFields> {
  await hooks.beforeLogin(user, origin);
  return hooks.tokenClaims(user, { backend: origin.backend });
}
