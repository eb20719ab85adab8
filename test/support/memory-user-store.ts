import type { StoredEvent } from '../../lambda/users/events/event.ts';
import type { OAuthAccount } from '../../lambda/users/oauth/provider.ts';
import type {
  AccountLink,
  Leftovers,
  LoginRecord,
  LookupKeys,
  NewUser,
  OAuthAccountStore,
  PasswordReset,
  RefreshClaims,
  RequestStore,
  Rotation,
  SessionStore,
  TokenRequest,
  UserChange,
  UserStore,
} from '../../lambda/users/ports.ts';
import type {
  AccessClaims,
  Session,
  SessionKey,
  SessionUse,
} from '../../lambda/users/sessions/session.ts';
import {
  type Credential,
  isActiveSuperuser,
  type Profile,
  type User,
} from '../../lambda/users/user.ts';

interface Account {
  profile: Profile;
  credential: Credential;
}

/** The stores in memory: the same promises as the DynamoDB ones, kept by the contract suites. */
export class MemoryUserStore
  implements UserStore, SessionStore, OAuthAccountStore, RequestStore, Leftovers
{
  /** Every event that was stored, in order. */
  readonly events: StoredEvent[] = [];
  /** Calls made, by method: a round trip each. */
  readonly calls: string[] = [];
  readonly #byId = new Map<string, Account>();
  readonly #sessions = new Map<string, Session>();
  readonly #revoked = new Set<string>();
  readonly #accounts = new Map<string, string>();
  readonly #requests = new Map<string, number>();

  async lookup(
    ids: readonly string[],
    { email, sessions = [], revocations = [] }: LookupKeys = {},
  ) {
    this.calls.push('lookup');
    const profiles = new Map<string, Profile>();
    for (const id of ids) {
      const account = this.#byId.get(id);
      if (account) profiles.set(id, account.profile);
    }
    return {
      profiles,
      owner: this.#byEmail(email)?.profile.user.id,
      sessions: new Map(
        sessions.flatMap((key) => {
          const session = this.#session(key);
          return session ? [[key.sessionId, session] as const] : [];
        }),
      ),
      revoked: new Set(
        revocations.flatMap(({ userId, sessionId }) =>
          this.#revoked.has(`${userId} ${sessionId}`) ? [sessionId] : [],
        ),
      ),
    };
  }

  async credential(email: string) {
    this.calls.push('credential');
    return this.#byEmail(email)?.credential;
  }

  async create({ user, claims, passwordHash, account, event }: NewUser) {
    this.calls.push('create');
    if (this.#byEmail(user.email)) return 'email_taken' as const;
    if (account && this.#accounts.has(keyOf(account))) return 'account_taken' as const;
    if (account) this.#accounts.set(keyOf(account), user.id);
    this.#byId.set(user.id, {
      profile: { user, version: 1, tokenVersion: 1 },
      credential: {
        email: user.email,
        userId: user.id,
        ...(passwordHash !== undefined && { passwordHash }),
        credentialVersion: 1,
        tokenVersion: 1,
        isActive: user.is_active,
        isVerified: user.is_verified,
        ...(claims && { claims }),
      },
    });
    this.events.push(event);
    return 'created' as const;
  }

  async update({
    before,
    user,
    claims,
    tokenVersion,
    survivingToken,
    credential,
    emailChange,
    event,
  }: UserChange) {
    this.calls.push('update');
    const account = this.#byId.get(user.id);
    const expected = credential?.before.credentialVersion ?? account?.credential.credentialVersion;
    if (
      account?.profile.version !== before.version ||
      account.credential.credentialVersion !== expected
    ) {
      return 'stale' as const;
    }
    const holder = this.#byEmail(user.email);
    if (holder && holder !== account) return 'email_taken' as const;
    if (this.#isLastSuperuser(account.profile.user) && !isActiveSuperuser(user)) {
      return 'last_superuser' as const;
    }
    if (emailChange && !this.#admits('email-change', emailChange.newEmail, emailChange.event)) {
      return 'too_soon' as const;
    }
    const kept = user.email === before.user.email ? account.profile.pendingEmail : undefined;
    const pendingEmail = emailChange?.newEmail ?? kept;
    account.profile = {
      user,
      version: before.version + 1,
      tokenVersion,
      survivingToken,
      ...(pendingEmail !== undefined && { pendingEmail }),
    };
    account.credential = {
      email: user.email,
      userId: user.id,
      passwordHash: credential?.passwordHash ?? account.credential.passwordHash,
      credentialVersion: account.credential.credentialVersion + (credential ? 1 : 0),
      tokenVersion,
      isActive: user.is_active,
      isVerified: user.is_verified,
      claims: claims ?? account.credential.claims,
    };
    if (event) this.events.push(event);
    if (emailChange) this.events.push(emailChange.event);
    return 'updated' as const;
  }

  async delete({ user, version }: Profile) {
    this.calls.push('delete');
    const account = this.#byId.get(user.id);
    if (account?.profile.version !== version) return 'stale' as const;
    if (this.#isLastSuperuser(account.profile.user)) return 'last_superuser' as const;
    this.#byId.delete(user.id);
    return 'deleted' as const;
  }

  async resetPassword(reset: PasswordReset) {
    this.calls.push('resetPassword');
    const account = this.#byId.get(reset.userId);
    if (
      !account?.credential.isActive ||
      account.credential.email !== reset.email ||
      account.credential.credentialVersion !== reset.credentialVersion
    ) {
      return 'stale' as const;
    }
    const { user, version, tokenVersion } = account.profile;
    account.profile = {
      user: { ...user, updated_at: reset.event.at },
      version: version + 1,
      tokenVersion: tokenVersion + 1,
    };
    account.credential = {
      ...account.credential,
      passwordHash: reset.passwordHash,
      credentialVersion: reset.credentialVersion + 1,
      tokenVersion: tokenVersion + 1,
    };
    this.events.push(reset.event);
    return 'reset' as const;
  }

  async recordLogin({ credential, upgradedHash, session, event }: LoginRecord) {
    this.calls.push('recordLogin');
    const account = this.#byId.get(credential.userId);
    if (
      !account?.credential.isActive ||
      account.credential.email !== credential.email ||
      account.credential.credentialVersion !== credential.credentialVersion ||
      account.credential.tokenVersion !== credential.tokenVersion
    ) {
      return 'stale' as const;
    }
    if (upgradedHash !== undefined) {
      account.credential = { ...account.credential, passwordHash: upgradedHash };
    }
    if (session) this.#sessions.set(session.sessionId, session);
    if (event) this.events.push(event);
    return 'recorded' as const;
  }

  async end({ userId, sessionId, tokenVersion, keeping }: AccessClaims, at: Date) {
    this.calls.push('end');
    const profile = this.#byId.get(userId)?.profile;
    if (!profile?.user.is_active) return 'refused' as const;
    if (tokenVersion !== profile.tokenVersion && sessionId !== profile.survivingToken) {
      return 'refused' as const;
    }
    if (keeping.by === 'revocation') {
      const key = `${userId} ${sessionId}`;
      if (this.#revoked.has(key)) return 'refused' as const;
      this.#revoked.add(key);
      return 'ended' as const;
    }
    const session = this.#session({ userId, sessionId });
    if (
      session?.backend !== keeping.backend ||
      session.tokenVersion !== tokenVersion ||
      session.expiresAt <= at.getTime() / 1000 ||
      session.ended_at !== undefined ||
      (keeping.secretHash !== undefined && session.secretHash !== keeping.secretHash)
    ) {
      return 'refused' as const;
    }
    this.#sessions.delete(sessionId);
    return 'ended' as const;
  }

  async find(account: OAuthAccount | undefined, email?: string) {
    this.calls.push('find');
    const userId = account && this.#accounts.get(keyOf(account));
    const known = this.#byEmail(email)?.credential;
    if (!known) return { ...(userId !== undefined && { userId }) };
    const { passwordHash: _, ...credential } = known;
    return { ...(userId !== undefined && { userId }), credential };
  }

  async link({ account, userId, tokenVersion, verifiedEmail, event }: AccountLink) {
    this.calls.push('link');
    const profile = this.#byId.get(userId)?.profile;
    if (!profile?.user.is_active || profile.tokenVersion !== tokenVersion) return 'stale' as const;
    const { email, is_verified } = profile.user;
    if (verifiedEmail !== undefined && (email !== verifiedEmail || !is_verified)) {
      return 'stale' as const;
    }
    if (this.#accounts.has(keyOf(account))) return 'account_taken' as const;
    this.#accounts.set(keyOf(account), userId);
    this.events.push(event);
    return 'linked' as const;
  }

  async sessionsOf(userId: string): Promise<readonly Session[]> {
    this.calls.push('sessionsOf');
    return [...this.#sessions.values()]
      .filter((session) => session.userId === userId)
      .sort((a, b) => (a.sessionId > b.sessionId ? -1 : 1))
      .map(({ secretHash, claims, ...listed }) => listed);
  }

  async remove(key: SessionKey) {
    this.calls.push('remove');
    if (this.#session(key) === undefined) return 'absent' as const;
    this.#sessions.delete(key.sessionId);
    return 'removed' as const;
  }

  async noteUse({ secretHash, last_used_at, expiresAt, ...key }: SessionUse) {
    this.calls.push('noteUse');
    const session = this.#session(key);
    if (session?.secretHash !== secretHash) return;
    this.#sessions.set(key.sessionId, { ...session, last_used_at, expiresAt });
  }

  async rotate({ claims, backend, at }: Rotation) {
    this.calls.push('rotate');
    const session = this.#session(claims);
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
    this.#sessions.set(session.sessionId, next);
    return { replaced: true, session: next };
  }

  async endReused(claims: RefreshClaims, event: StoredEvent) {
    this.calls.push('endReused');
    const session = this.#session(claims);
    const { generation = 0, ended_at } = session ?? {};
    if (!session || generation <= claims.generation || ended_at !== undefined) {
      return 'refused' as const;
    }
    this.#sessions.set(session.sessionId, { ...session, ended_at: event.at });
    this.events.push(event);
    return 'ended' as const;
  }

  async list({ limit, after = '' }: { limit: number; after?: string }): Promise<readonly User[]> {
    this.calls.push('list');
    return this.#users()
      .filter(({ id }) => id > after)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }

  async record({ kind, email, event }: TokenRequest) {
    this.calls.push('record');
    if (this.#admits(kind, email, event)) this.events.push(event);
  }

  #admits(kind: string, email: string, event: StoredEvent): boolean {
    const at = Date.parse(event.at);
    const until = this.#requests.get(`${kind} ${email}`);
    if (until !== undefined && until > at) return false;
    this.#requests.set(`${kind} ${email}`, at + 60_000);
    return true;
  }

  async sweep({ id, email }: { id: string; email: string }, until: Date) {
    this.calls.push('sweep');
    for (const [key, { userId }] of this.#sessions) if (userId === id) this.#sessions.delete(key);
    for (const key of this.#revoked) if (key.startsWith(id)) this.#revoked.delete(key);
    const asked = (this.#requests.get(email) ?? 0) - 60_000;
    if (asked <= until.getTime()) this.#requests.delete(email);
  }

  #session({ userId, sessionId }: SessionKey): Session | undefined {
    const session = this.#sessions.get(sessionId);
    return session?.userId === userId ? session : undefined;
  }

  #byEmail(email: string | undefined): Account | undefined {
    return [...this.#byId.values()].find(({ credential }) => credential.email === email);
  }

  #users(): User[] {
    return [...this.#byId.values()].map(({ profile }) => profile.user);
  }

  #isLastSuperuser(user: User): boolean {
    return isActiveSuperuser(user) && this.#users().filter(isActiveSuperuser).length === 1;
  }
}

function keyOf({ client, subject }: OAuthAccount): string {
  return `${client}#${subject}`;
}
