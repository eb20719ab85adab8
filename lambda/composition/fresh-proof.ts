import type { FreshProofDeps } from '../users/passwords/fresh-proof.ts';
import { guessing } from './limits.ts';
import { passwordHash } from './passwords.ts';
import type { Runtime } from './runtime.ts';
import { passwordStore } from './stores.ts';

/** What compares the current password of a caller. */
export const freshProof = (rt: Runtime): FreshProofDeps => ({
  passwords: passwordStore(rt),
  hash: passwordHash(rt),
  ...guessing(rt),
});
