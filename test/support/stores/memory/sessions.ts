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
  Rotated,
  Rotation,
  SessionStore,
  SignInKeys,
  SignInState,
  SignInStateReads,
} from '../../../../lambda/users/sessions/session-store.ts';
import { found } from './accounts.ts';
import type { MemoryCalls } from './calls.ts';
import { sweepAccounts, sweepUser } from './sweeps.ts';
import type { MemoryTable } from './table.ts';

export class MemorySessions implements SignInStateReads, SessionStore, Leftovers {
  readonly #table: MemoryTable;
  readonly #calls: MemoryCalls;

  constructor(table: MemoryTable, calls: MemoryCalls) {
    this.#table = table;
    this.#calls = calls;
  }

  signInState(
    ids: readonly string[],
    { email, sessions = [], revocations = [] }: SignInKeys,
  ): Promise<SignInState> {
    this.#table.calls.push('signInState');
    const table = this.#table;
    return this.#calls.read('signInState', () => ({
      ...found(table, ids, email),
      sessions: new Map(
        sessions.flatMap((key) => {
          const session = table.session(key);
          return session ? [[key.sessionId, asRead(session)] as const] : [];
        }),
      ),
      revoked: new Set(
        revocations.flatMap(({ userId, sessionId }) =>
          table.revoked.has(`${userId} ${sessionId}`) ? [sessionId] : [],
        ),
      ),
    }));
  }

  async end(claims: AccessClaims, at: Date) {
    this.#table.calls.push('end');
    const refusal = await this.#calls.transact('end', () => {
      const { userId, sessionId, tokenVersion } = claims;
      const profile = this.#table.byId.get(userId)?.profile;
      if (!profile?.user.is_active) return 'refused';
      if (tokenVersion !== profile.tokenVersion && sessionId !== profile.survivingToken) {
        return 'refused';
      }
      return endIn(this.#table, claims, at) === 'refused' ? 'refused' : undefined;
    });
    return refusal ?? 'ended';
  }

  async endPresented(claims: AccessClaims, at: Date) {
    this.#table.calls.push('endPresented');
    const refusal = await this.#calls.transact('endPresented', () => {
      // Nothing is stored of a user who was deleted.
      if (!this.#table.byId.has(claims.userId)) return 'refused';
      return endIn(this.#table, claims, at) === 'refused' ? 'refused' : undefined;
    });
    return refusal ?? 'ended';
  }

  sessionsOf(userId: string): Promise<readonly Session[]> {
    this.#table.calls.push('sessionsOf');
    return this.#calls.read('sessionsOf', () =>
      [...this.#table.sessions.values()]
        .filter((session) => session.userId === userId)
        .sort((a, b) => (a.sessionId > b.sessionId ? -1 : 1))
        .map((session) => {
          const { secretHash, proof, claims, ...listed } = asRead(session);
          return listed;
        }),
    );
  }

  async remove(key: SessionKey) {
    this.#table.calls.push('remove');
    const refusal = await this.#calls.transact('remove', () => {
      if (this.#table.session(key) === undefined) return 'absent';
      this.#table.sessions.delete(key.sessionId);
      return undefined;
    });
    return refusal ?? 'removed';
  }

  noteUse({ secretHash, last_used_at, expiresAt, ...key }: SessionUse) {
    this.#table.calls.push('noteUse');
    return this.#calls.single('noteUse', () => {
      const session = this.#table.session(key);
      if (session?.secretHash !== secretHash) return;
      this.#table.sessions.set(key.sessionId, { ...session, last_used_at, expiresAt });
    });
  }

  rotate(rotation: Rotation): Promise<Rotated> {
    this.#table.calls.push('rotate');
    return this.#calls.single('rotate', () => this.#rotate(rotation));
  }

  endReused(claims: RefreshClaims, event: NewEvent) {
    this.#table.calls.push('endReused');
    const { userId, sessionId } = claims;
    return this.#calls.single('endReused', () => {
      const outcome = this.#end(claims, event.at);
      const change = { kind: 'session', userId, event } as const;
      if (outcome === 'ended') this.#table.carry(`session ${sessionId}`, event, change);
      return outcome;
    });
  }

  endReplaced(claims: RefreshClaims, at: Date) {
    this.#table.calls.push('endReplaced');
    return this.#calls.single('endReplaced', () => this.#end(claims, at.toISOString()));
  }

  sweep(user: { id: string; email: string }, until: Date) {
    this.#table.calls.push('sweep');
    return sweepUser(this.#table, this.#calls, user, until);
  }

  sweepAccounts(userId: string, below: number) {
    this.#table.calls.push('sweepAccounts');
    return sweepAccounts(this.#table, this.#calls, userId, below);
  }

  #rotate({ claims, backend, id, at }: Rotation): Rotated {
    const session = this.#table.session(claims);
    if (
      session?.generation === undefined ||
      !this.#table.conditions.isNewest(session, claims) ||
      session.backend !== backend ||
      session.tokenVersion !== claims.tokenVersion ||
      session.expiresAt <= at.getTime() / 1000 ||
      session.ended_at !== undefined
    ) {
      const isOwn = session && this.#table.rotations.get(session.sessionId) === id;
      return { replaced: isOwn === true, session };
    }
    const time = at.toISOString();
    const generation = session.generation + 1;
    const next = { ...session, generation, rotated_at: time, last_used_at: time };
    this.#table.sessions.set(session.sessionId, next);
    this.#table.rotations.set(session.sessionId, id);
    return { replaced: true, session: next };
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
}

/** Without what only a refresh reads. */
function asRead({ generation, rotated_at, ...session }: Session): Session {
  return session;
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
