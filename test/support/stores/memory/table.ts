import type { Actor, StoredEvent } from '../../../../lambda/users/events/event.ts';
import { REQUEST_INTERVAL } from '../../../../lambda/users/passwords/request-store.ts';
import type { Session, SessionKey } from '../../../../lambda/users/sessions/session.ts';
import {
  type Credential,
  isActiveSuperuser,
  type NewLink,
  type OAuthAccount,
  type Profile,
  type User,
} from '../../../../lambda/users/user.ts';
import { itemsOfUser } from '../../../../lib/contract/items.ts';

interface Account {
  profile: Profile;
  credential: Credential;
}

/** An account at a provider. */
export interface MemoryLink {
  readonly account: NewLink;
  readonly userId: string;
  readonly linkVersion: number;
  readonly createdAt: string;
}

/** What the stores in memory share, as those of DynamoDB share a table. */
export class MemoryTable {
  /** Every event that was stored, in order. */
  readonly events: StoredEvent[] = [];
  /** The methods that were called: one round trip each. */
  readonly calls: string[] = [];
  readonly byId = new Map<string, Account>();
  readonly sessions = new Map<string, Session>();
  readonly revoked = new Set<string>();
  readonly accounts = new Map<string, MemoryLink>();
  /** Clients and states of attempts that came back from a provider. */
  readonly usedAttempts = new Set<string>();
  /** Who deleted users, by their ids. */
  readonly deletions = new Map<string, Actor>();
  /** When another request is accepted, in milliseconds since 1970. */
  readonly requests = new Map<string, number>();

  session({ userId, sessionId }: SessionKey): Session | undefined {
    const session = this.sessions.get(sessionId);
    return session?.userId === userId ? session : undefined;
  }

  byEmail(email: string | undefined): Account | undefined {
    return [...this.byId.values()].find(({ credential }) => credential.email === email);
  }

  users(): User[] {
    return [...this.byId.values()].map(({ profile }) => profile.user);
  }

  isLastSuperuser(user: User): boolean {
    return isActiveSuperuser(user) && this.users().filter(isActiveSuperuser).length === 1;
  }

  /** An address has a user from now on, to whom nothing that was asked for before was mailed. */
  forgetRequests(email: string): void {
    for (const kind of itemsOfUser('address')) this.requests.delete(`${kind} ${email}`);
  }

  admits(kind: string, email: string, event: StoredEvent): boolean {
    const at = Date.parse(event.at);
    const until = this.requests.get(`${kind} ${email}`);
    if (until !== undefined && until > at) return false;
    this.requests.set(`${kind} ${email}`, at + REQUEST_INTERVAL * 1000);
    return true;
  }
}

export function keyOf({ client, issuer, subject }: OAuthAccount): string {
  return `${client}#${issuer}#${subject}`;
}
