/** By itself, as it is loaded only where users have passkeys. */
import { sweepPasskeys } from '../users/passkeys/remove-passkey.ts';
import { passkeyStore } from './passkey-store.ts';
import type { Runtime } from './runtime.ts';
import { userStore } from './stores.ts';

/** What deletes passkeys that a reset has ended. */
export function endPasskeys(rt: Runtime) {
  const deps = { store: userStore(rt), passkeys: passkeyStore(rt) };
  return (userId: string, below: number) => sweepPasskeys(deps, userId, below);
}
