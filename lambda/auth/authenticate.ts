import { UsersError } from '../users/errors.ts';
import type { UserStore } from '../users/ports.ts';
import type { Profile } from '../users/user.ts';
import type { Backend } from './backend.ts';
import { type AccessClaims, isHonoured } from './strategy.ts';
import type { CredentialCarrier } from './transport.ts';

/** What else to read in the round trip that reads the caller. */
export interface Alongside {
  /** Another user's profile. */
  readonly userId?: string;
  /** Whose an address is. */
  readonly email?: string;
}

/** A caller who is signed in, and what was read alongside. */
export interface SignedIn {
  readonly caller: Profile;
  readonly claims: AccessClaims;
  readonly backend: Backend;
  readonly target?: Profile;
  readonly owner?: string;
}

/**
 * Who calls. The first backend, in the order given to the construct, whose credential is present
 * and valid decides; a malformed credential refuses the request whatever else it carries. One round
 * trip, and none where no credential verifies.
 *
 * @throws UsersError `UNAUTHORIZED`
 */
export async function authenticate(
  deps: { backends: readonly Backend[]; store: Pick<UserStore, 'lookup'> },
  request: CredentialCarrier,
  alongside: Alongside = {},
): Promise<SignedIn> {
  const verified: { backend: Backend; claims: AccessClaims }[] = [];
  for (const backend of deps.backends) {
    const carried = backend.transport.read(request);
    if (carried === 'malformed') throw new UsersError('UNAUTHORIZED');
    const claims = carried && (await backend.strategy.verify(carried.credential));
    if (claims) verified.push({ backend, claims });
  }
  if (verified.length === 0) throw new UsersError('UNAUTHORIZED');

  const { userId, email } = alongside;
  const callers = verified.map(({ claims }) => claims.userId);
  const { profiles, owner } = await deps.store.lookup(
    userId === undefined ? callers : [...callers, userId],
    email,
  );
  const target = userId === undefined ? undefined : profiles.get(userId);
  for (const { backend, claims } of verified) {
    const caller = profiles.get(claims.userId);
    if (isHonoured(claims, caller)) {
      return { caller, claims, backend, target, owner };
    }
  }
  throw new UsersError('UNAUTHORIZED');
}
