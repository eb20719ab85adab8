import { type AssertProof, assertFreshProof } from '../users/passwords/fresh-proof.ts';
import { guessing } from './limits.ts';
import { passwordHash } from './passwords.ts';
import type { Runtime } from './runtime.ts';
import { passwordStore } from './stores/password-store.ts';

/** What asks a caller for the current password or, where none is given, for a recent login. */
export function freshProof(rt: Runtime): AssertProof {
  const deps = { passwords: passwordStore(rt), hash: passwordHash(rt), ...guessing(rt) };
  return (caller, given) => assertFreshProof(deps, caller, given);
}
