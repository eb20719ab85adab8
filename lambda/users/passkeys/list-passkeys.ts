import type { PublicPasskey } from '../public-passkey.ts';
import type { Profile } from '../user.ts';
import { oldestFirst, publicPasskey } from './passkey.ts';
import type { PasskeyStore } from './passkey-store.ts';

/** The passkeys by which a user signs in, oldest first. */
export async function listPasskeys(
  { passkeys }: { readonly passkeys: Pick<PasskeyStore, 'passkeysOf'> },
  { profile }: { readonly profile: Profile },
): Promise<readonly PublicPasskey[]> {
  return oldestFirst(await passkeys.passkeysOf(profile.user.id)).map(publicPasskey);
}
