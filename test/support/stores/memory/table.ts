import type { Change } from '../../../../lambda/users/events/change.ts';
import type { Actor, StoredEvent } from '../../../../lambda/users/events/event.ts';
import type { PendingTotp, StoredTotp } from '../../../../lambda/users/factors/stored-totp.ts';
import type { Attempts, Watched } from '../../../../lambda/users/limits/counter.ts';
import { linksOf } from '../../../../lambda/users/links.ts';
import type { Passkey } from '../../../../lambda/users/passkeys/passkey.ts';
import { askedAgain, type TooSoon } from '../../../../lambda/users/passwords/mail-limit.ts';
import type { Session, SessionKey } from '../../../../lambda/users/sessions/session.ts';
import type { UsedCode } from '../../../../lambda/users/used-code.ts';
import type {
  Credential,
  NewLink,
  OAuthAccount,
  Profile,
  User,
} from '../../../../lambda/users/user.ts';
import { ITEM_FEATURES, itemsOfUser } from '../../../../lib/contract/item-keys.ts';
import { CONDITIONS } from './conditions.ts';

export interface MemoryAccount {
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

/** A counter of wrong tries. */
export interface MemoryAttempts extends Attempts {
  /** Id of the wrong try that was counted last. */
  readonly attempt: string;
}

/** The newest request for a code for an address. */
export interface MemoryLoginRequest {
  readonly id: string;
  readonly at: Date;
  /** Less than none where it was used. */
  readonly triesLeft: number;
  /** Ids of the last try, and of the use. */
  readonly triedBy?: string;
  readonly usedBy?: string;
}

/** What the stores in memory share, as those of DynamoDB share a table. */
export class MemoryTable {
  readonly conditions = { ...CONDITIONS };
  /** Every event that was stored, in order. */
  readonly events: StoredEvent[] = [];
  /** What the stream says happened, in order, by item. */
  readonly stream: { readonly item: string; readonly change: Change }[] = [];
  /** The methods that were called: one round trip each. */
  readonly calls: string[] = [];
  readonly byId = new Map<string, MemoryAccount>();
  readonly sessions = new Map<string, Session>();
  /** Ids of the calls that last replaced a refresh token, by session. */
  readonly rotations = new Map<string, string>();
  readonly revoked = new Set<string>();
  readonly accounts = new Map<string, MemoryLink>();
  /** Uses of attempts that came back from a provider, by their clients and states. */
  readonly usedAttempts = new Map<string, symbol>();
  /** Passkeys of users, by user and id. */
  readonly passkeys = new Map<string, Passkey>();
  /** Challenges that passkeys have signed. */
  readonly usedChallenges = new Set<string>();
  /** Who deleted users, by their ids. */
  readonly deletions = new Map<string, Actor>();
  /** Counters of wrong tries, by their keys. */
  readonly counted = new Map<string, MemoryAttempts>();
  /** What right passwords found counted when they looked, oldest first. */
  readonly looks: (readonly Watched[])[] = [];
  /** When the last lock of a name was told, in milliseconds since 1970. */
  readonly notices = new Map<string, number>();
  /** The secrets of authenticator apps by their users, those in force and those that wait for their first codes. */
  readonly totp = new Map<string, StoredTotp>();
  readonly pendingTotp = new Map<string, PendingTotp>();
  /** Recovery codes, by the ids of their users and their hashes. */
  readonly recoveryCodes = new Set<string>();
  /** When requests were made, in seconds since 1970, oldest first. */
  readonly requests = new Map<string, readonly number[]>();
  /** Until when devices are known, by user and name. */
  readonly devices = new Map<string, Date>();
  /** Codes that were asked for, by their addresses. */
  readonly loginRequests = new Map<string, MemoryLoginRequest>();
  /** The event that an item carries. */
  readonly carried = new Map<string, string>();

  session({ userId, sessionId }: SessionKey): Session | undefined {
    const session = this.sessions.get(sessionId);
    return session?.userId === userId ? session : undefined;
  }

  byEmail(email: string | undefined): MemoryAccount | undefined {
    for (const account of this.byId.values()) {
      if (account.credential.email === email) return account;
    }
    return undefined;
  }

  users(): User[] {
    return [...this.byId.values()].map(({ profile }) => profile.user);
  }

  /** A write of an item with an event; the same write again says nothing new. */
  carry(item: string, event: StoredEvent, change: Change): void {
    if (this.carried.get(item) === event.id) return;
    this.carried.set(item, event.id);
    this.events.push(event);
    this.stream.push({ item, change });
  }

  /**
   * A user's event, on the profile as it is now.
   *
   * @param before the profile before a change that may have ended something
   */
  carryOnProfile({ profile }: MemoryAccount, event: StoredEvent, before = profile): void {
    const { user, version } = profile;
    const change = { kind: 'profile', user, version, event, ...endedBy(profile, before) } as const;
    this.carry(`profile ${user.id}`, event, change);
  }

  /** An address has a user from now on, to whom nothing that was asked for before was mailed. */
  forgetRequests(email: string): void {
    for (const kind of itemsOfUser('address', ITEM_FEATURES)) {
      this.requests.delete(`${kind} ${email}`);
    }
    this.loginRequests.delete(email);
  }

  /** A code is of the newest request, and was not used but by this very write. */
  isUnused({ email, requestId, use }: UsedCode): boolean {
    const request = this.loginRequests.get(email);
    if (request?.id !== requestId) return false;
    return this.conditions.isUnusedMail(request) || request.usedBy === use;
  }

  useCode({ email, use }: UsedCode): void {
    const request = this.loginRequests.get(email);
    if (request) this.loginRequests.set(email, { ...request, triesLeft: -1, usedBy: use });
  }

  /** Makes a request, unless it may not be made yet. */
  ask(item: string, event: StoredEvent): TooSoon | undefined {
    const at = Math.floor(Date.parse(event.at) / 1000);
    const again = askedAgain(this.requests.get(item) ?? [], at);
    if ('retryAfter' in again) return again;
    this.requests.set(item, again.asked);
    return undefined;
  }
}

export function keyOf({ client, issuer, subject }: OAuthAccount): string {
  return `${client}#${issuer}#${subject}`;
}

export const emailChangeOf = (userId: string, newEmail = '') =>
  `email-change of ${userId} to ${newEmail}`;

/** What ended with a change, as the stream tells it. */
function endedBy(profile: Profile, before: Profile) {
  const { floor: accountsBelow } = linksOf(profile);
  return accountsBelow === linksOf(before).floor ? {} : { accountsBelow };
}
