import type { PasswordProof } from '../../../lambda/actions/fresh-proof.ts';
import { currentPasswordIn } from '../../../lambda/http/current-password.ts';
import { assertFreshProof } from '../../../lambda/users/passwords/fresh-proof.ts';
import { BRUTE_FORCE_DEFAULTS } from '../../../lib/contract/limits.ts';
import type { Domain } from './domain.ts';

/** What reads and compares the current passwords of the users of a domain. */
export function currentPasswordOf(domain: Domain): PasswordProof {
  const { store, clock, hash, ids } = domain;
  const counting = { attempts: store, bruteForce: BRUTE_FORCE_DEFAULTS, lockedOut: () => {} };
  const deps = { passwords: store, hash, clock, ids, ...counting };
  return {
    currentPasswordIn,
    assert: (caller, given) => assertFreshProof(deps, caller, given),
  };
}
