import { signingIn } from '../model/hooks.ts';
import { addedClaims } from '../model/token-claims.ts';
import { claimsOf, type UserModel } from '../model/user-model.ts';
import type { Origin } from '../origin.ts';
import type { Session } from '../stored-session.ts';
import type { EntitledLogin, User } from '../user.ts';

/** What takes the place of the login in use, for a transport by which the answer can hand it out. */
export interface Renewal {
  readonly origin: Origin;
  /** Makes the credential. @returns its session, where that is stored */
  renew(login: EntitledLogin): Promise<Session | undefined>;
}

/**
 * Makes the credential of a user as the change leaves them. Hooks are asked, as by a refresh.
 *
 * @returns its session, to be stored with the change
 * @throws HookRefusal
 */
export async function renewed(
  model: UserModel,
  { origin, renew }: Renewal,
  {
    user,
    ...versions
  }: { readonly user: User } & Pick<EntitledLogin, 'credentialVersion' | 'tokenVersion'>,
): Promise<Session | undefined> {
  const { id: userId, email, is_active, is_verified, custom } = user;
  const flags = { isActive: is_active, isVerified: is_verified };
  const login = { userId, email, ...versions, ...flags, claims: claimsOf(model, custom) };
  return renew({ ...login, addedClaims: await addedClaims(model, signingIn(login), origin) });
}
