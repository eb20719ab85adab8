import { endsPasskeys } from '../../lib/contract/passkey-settings.ts';
import { sweepPasskeys } from '../users/passkeys/remove-passkey.ts';
import { passkeyStore } from './passkey-store.ts';
import type { Runtime } from './runtime.ts';
import { userStore } from './stores.ts';

/** What deletes passkeys that a reset has ended; absent where nobody has any. */
export function endPasskeys(rt: Runtime) {
  if (!rt.get(endsPasskeys)) return undefined;
  const deps = { store: userStore(rt), passkeys: passkeyStore(rt) };
  return (userId: string, below: number) => sweepPasskeys(deps, userId, below);
}
