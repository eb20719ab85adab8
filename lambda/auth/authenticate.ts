import type { Clock } from '../users/clock.ts';
import { UsersError } from '../users/errors.ts';
import type { Identified } from '../users/identified.ts';
import type { AccessClaims, Keeping } from '../users/sessions/session.ts';
import type { SessionStore, SignInStateReads } from '../users/sessions/session-store.ts';
import type { Profile } from '../users/user.ts';
import type { Backend } from './backend.ts';
import { noteUse } from './note-use.ts';
import { honouredBy } from './strategy.ts';
import type { CredentialCarrier } from './transport.ts';

/** What else to read in the round trip that reads the caller. */
export interface Alongside {
  /** Another user's profile. */
  readonly userId?: string;
  /** An address, to find its user. */
  readonly email?: string;
}

/** A caller who is signed in, and what was read alongside. */
export interface SignedIn {
  readonly caller: Profile;
  readonly claims: AccessClaims;
  readonly backend: Backend;
  readonly target?: Profile;
  readonly owner?: string;
  /** Resolves once the use of a session is noted, or that failed; await it before you respond. */
  readonly noted: Promise<void>;
}

export interface AuthenticateDeps {
  readonly backends: readonly Backend[];
  readonly store: SignInStateReads;
  readonly sessions: Pick<SessionStore, 'noteUse'>;
  readonly clock: Clock;
}

/**
 * Finds the caller. The first backend, in the order given to the construct, whose credential is
 * present and valid decides; a malformed credential refuses the request whatever else it carries.
 * One round trip, or none if no credential verifies. Once in a while another one notes that a
 * session was used; the request need not wait for it.
 *
 * @throws UsersError `UNAUTHORIZED`
 */
export async function authenticate(
  deps: AuthenticateDeps,
  request: CredentialCarrier,
  alongside: Alongside = {},
  identified?: Identified,
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
  // The credential is genuine; whether it is still honoured is not known yet.
  if (callers[0] !== undefined) identified?.(callers[0]);
  const keptBy = (by: Keeping['by']) =>
    verified.flatMap(({ claims }) => (claims.keeping.by === by ? [claims] : []));
  const found = await deps.store.signInState(
    userId === undefined ? callers : [...callers, userId],
    {
      email,
      sessions: keptBy('session'),
      revocations: keptBy('revocation'),
    },
  );
  const target = userId === undefined ? undefined : found.profiles.get(userId);
  for (const { backend, claims } of verified) {
    const caller = honouredBy(found, claims, deps.clock.now());
    if (!caller) continue;
    const session = found.sessions.get(claims.sessionId);
    return {
      caller,
      claims: {
        ...claims,
        ...(session?.claims && { custom: session.claims }),
        ...(session?.proof && { proof: session.proof }),
      },
      backend,
      target,
      owner: found.owner,
      noted: noteUse(deps, backend.strategy, session),
    };
  }
  throw new UsersError('UNAUTHORIZED');
}
