import type { Origin } from '../origin.ts';
import type { CustomFields } from '../user.ts';
import type { SigningIn } from './hooks.ts';
import type { UserModel } from './user-model.ts';

/** What else goes into an access token: the fields that are claims, and what the hook adds. */
export async function tokenClaims(
  model: UserModel,
  user: SigningIn,
  { backend }: Pick<Origin, 'backend'>,
): Promise<CustomFields> {
  return { ...user.claims, ...(await model.hooks.tokenClaims(user, { backend })) };
}
