import type { Leftovers } from '../../../../lambda/users/accounts/leftovers.ts';
import type { NewEvent } from '../../../../lambda/users/events/event.ts';
import type {
  AccessClaims,
  Session,
  SessionKey,
  SessionUse,
} from '../../../../lambda/users/sessions/session.ts';
import type {
  RefreshClaims,
  Rotation,
  SessionStore,
  SignInKeys,
  SignInState,
  SignInStateReads,
} from '../../../../lambda/users/sessions/session-store.ts';
import { found } from './accounts.ts';
import type { MemoryTable } from './table.ts';

export class MemorySessions implements SignInStateReads, SessionStore, Leftovers {
  readonly #table: MemoryTable;

  constructor(table: MemoryTable) {
    this.#table = table;
  }

  async signInState(
    ids: readonly string[],
    { email, sessions = [], revocations = [] }: SignInKeys,
  ): Promise<SignInState> {
    this.#table.calls.push('signInState');
    return {
      ...found(this.#table, ids, email),
      sessions: new Map(
        sessions.flatMap((key) => {
          const session = this.#table.session(key);
          return session ? [[key.sessionId, session] as const] : [];
        }),
      ),
      revoked: new Set(
        revocations.flatMap(({ userId, sessionId }) =>
          this.#table.revoked.has(`${userId} ${sessionId}`) ? [sessionId] : [],
        ),
      ),
    };
  }

  async end(claims: AccessClaims, at: Date) {
    this.#table.calls.push('end');
    const { userId, sessionId, tokenVersion } = claims;
    const profile = this.#table.byId.get(userId)?.profile;
    if (!profile?.user.is_active) return 'refused' as const;
    if (tokenVersion !== profile.tokenVersion && sessionId !== profile.survivingToken) {
      return 'refused' as const;
    }
    return endIn(this.#table, claims, at);
  }

  async endPresented(claims: AccessClaims, at: Date) {
    this.#table.calls.push('endPresented');
    return endIn(this.#table, claims, at);
  }

  async sessionsOf(userId: string): Promise<readonly Session[]> {
    this.#table.calls.push('sessionsOf');
    return [...this.#table.sessions.values()]
      .filter((session) => session.userId === userId)
      .sort((a, b) => (a.sessionId > b.sessionId ? -1 : 1))
      .map(({ secretHash, proof, claims, ...listed }) => listed);
  }

  async remove(key: SessionKey) {
    this.#table.calls.push('remove');
    if (this.#table.session(key) === undefined) return 'absent' as const;
    this.#table.sessions.delete(key.sessionId);
    return 'removed' as const;
  }

  async noteUse({ secretHash, last_used_at, expiresAt, ...key }: SessionUse) {
    this.#table.calls.push('noteUse');
    const session = this.#table.session(key);
    if (session?.secretHash !== secretHash) return;
    this.#table.sessions.set(key.sessionId, { ...session, last_used_at, expiresAt });
  }

  async rotate({ claims, backend, at }: Rotation) {
    this.#table.calls.push('rotate');
    const session = this.#table.session(claims);
    if (
      session?.generation !== claims.generation ||
      session.backend !== backend ||
      session.tokenVersion !== claims.tokenVersion ||
      session.expiresAt <= at.getTime() / 1000 ||
      session.ended_at !== undefined
    ) {
      return { replaced: false, session };
    }
    const time = at.toISOString();
    const generation = session.generation + 1;
    const next = { ...session, generation, rotated_at: time, last_used_at: time };
    this.#table.sessions.set(session.sessionId, next);
    return { replaced: true, session: next };
  }

  async endReused(claims: RefreshClaims, event: NewEvent) {
    this.#table.calls.push('endReused');
    const outcome = this.#end(claims, event.at);
    if (outcome === 'ended') this.#table.events.push(event);
    return outcome;
  }

  async endReplaced(claims: RefreshClaims, at: Date) {
    this.#table.calls.push('endReplaced');
    return this.#end(claims, at.toISOString());
  }

  #end(claims: RefreshClaims, at: string) {
    const session = this.#table.session(claims);
    const { generation = 0, ended_at } = session ?? {};
    if (!session || generation <= claims.generation || ended_at !== undefined) {
      return 'refused' as const;
    }
    this.#table.sessions.set(session.sessionId, { ...session, ended_at: at });
    return 'ended' as const;
  }

  async sweep({ id, email }: { id: string; email: string }, until: Date) {
    this.#table.calls.push('sweep');
    for (const [key, { userId }] of this.#table.sessions)
      if (userId === id) this.#table.sessions.delete(key);
    for (const key of this.#table.revoked) if (key.startsWith(id)) this.#table.revoked.delete(key);
    const asked = (this.#table.requests.get(email) ?? 0) - 60_000;
    if (asked <= until.getTime()) this.#table.requests.delete(email);
  }

  async sweepAccounts(userId: string, below: number) {
    this.#table.calls.push('sweepAccounts');
    for (const [key, link] of this.#table.accounts)
      if (link.userId === userId && link.linkVersion < below) this.#table.accounts.delete(key);
  }
}

/** Ends a login by what its credential says, whatever its user is by now. */
export function endIn(
  table: MemoryTable,
  { userId, sessionId, tokenVersion, keeping }: AccessClaims,
  at: Date,
): 'ended' | 'refused' {
  if (keeping.by === 'revocation') {
    const key = `${userId} ${sessionId}`;
    if (table.revoked.has(key)) return 'refused';
    table.revoked.add(key);
    return 'ended';
  }
  const session = table.session({ userId, sessionId });
  if (
    session?.backend !== keeping.backend ||
    session.tokenVersion !== tokenVersion ||
    session.expiresAt <= at.getTime() / 1000 ||
    session.ended_at !== undefined ||
    (keeping.secretHash !== undefined && session.secretHash !== keeping.secretHash)
  ) {
    return 'refused';
  }
  table.sessions.delete(sessionId);
  return 'ended';
}
