import { UsersError } from '../users/errors.ts';
import type { Clock, UserStore } from '../users/ports.ts';
import type { AccessClaims, Keeping } from '../users/session.ts';
import type { Profile } from '../users/user.ts';
import type { Backend } from './backend.ts';
import { honouredBy } from './strategy.ts';
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

export interface AuthenticateDeps {
  readonly backends: readonly Backend[];
  readonly store: Pick<UserStore, 'lookup'>;
  readonly clock: Clock;
}

/**
 * Who calls. The first backend, in the order given to the construct, whose credential is present
 * and valid decides; a malformed credential refuses the request whatever else it carries. One round
 * trip, and none where no credential verifies.
 *
 * @throws UsersError `UNAUTHORIZED`
 */
export async function authenticate(
  deps: AuthenticateDeps,
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
  const keptBy = (by: Keeping['by']) =>
    verified.flatMap(({ claims }) => (claims.keeping.by === by ? [claims] : []));
  const found = await deps.store.lookup(userId === undefined ? callers : [...callers, userId], {
    email,
    sessions: keptBy('session'),
    revocations: keptBy('revocation'),
  });
  const target = userId === undefined ? undefined : found.profiles.get(userId);
  for (const { backend, claims } of verified) {
    const caller = honouredBy(found, claims, deps.clock.now());
    if (caller) return { caller, claims, backend, target, owner: found.owner };
  }
  throw new UsersError('UNAUTHORIZED');
}
