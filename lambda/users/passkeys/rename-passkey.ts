import { UsersError } from '../errors.ts';
import type { PublicPasskey } from '../public-passkey.ts';
import type { Profile } from '../user.ts';
import { publicPasskey } from './passkey.ts';
import type { PasskeyStore } from './passkey-store.ts';

/**
 * Users give a passkey of theirs another name.
 *
 * @throws UsersError `NOT_FOUND`
 */
export async function renamePasskey(
  { passkeys }: { readonly passkeys: Pick<PasskeyStore, 'renamePasskey'> },
  { profile, id, name }: { readonly profile: Profile; readonly id: string; readonly name: string },
): Promise<PublicPasskey> {
  const renamed = await passkeys.renamePasskey({ userId: profile.user.id, id, name });
  if (!renamed) throw new UsersError('NOT_FOUND');
  return publicPasskey(renamed);
}
