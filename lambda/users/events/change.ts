import type { User } from '../user.ts';
import type { PublicEvent, StoredEvent } from './event.ts';

/** What one record of the table's stream says happened, by the kind of its item. */
export interface Changes {
  readonly profile: {
    readonly user: User;
    /** Of the profile as the change left it; absent only where another program left it out. */
    readonly version?: number;
    readonly event: StoredEvent;
    /** The change removed accounts at providers that were linked under an earlier version than this. */
    readonly accountsBelow?: number;
  };
  /** A profile that was removed. */
  readonly removal: {
    readonly user: User;
    /** Of the profile as it last was. */
    readonly version?: number;
    /** RFC 3339, UTC; rounded by DynamoDB. */
    readonly at: string;
  };
  readonly session: { readonly userId: string; readonly event: StoredEvent };
  /** A user signed in from a device that was not known. */
  readonly device: { readonly userId: string; readonly event: StoredEvent };
  /** The name of a user was locked. */
  readonly 'lockout-notice': { readonly userId: string; readonly event: StoredEvent };
  /** A recovery code was used. */
  readonly totp: { readonly userId: string; readonly event: StoredEvent };
  readonly 'email-change': {
    readonly userId: string;
    readonly email: string;
    readonly newEmail: string;
    readonly credentialVersion: number;
    readonly event: StoredEvent;
  };
  readonly 'forgot-password': { readonly email: string; readonly event: StoredEvent };
  readonly 'request-login': { readonly email: string; readonly event: StoredEvent };
  readonly 'request-verify': { readonly email: string; readonly event: StoredEvent };
}

export type ChangeKind = keyof Changes;

export type Change = {
  readonly [Kind in ChangeKind]: { readonly kind: Kind } & Changes[Kind];
}[ChangeKind];

/** An event that a later release may know: while functions are updated, one can be behind the others. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';
}

/** Whom a change is about: the user, or the address where nobody has looked for one yet. */
export function subjectOf(change: Change): string {
  switch (change.kind) {
    case 'profile':
    case 'removal':
      return change.user.id;
    case 'session':
    case 'device':
    case 'lockout-notice':
    case 'totp':
    case 'email-change':
      return change.userId;
    case 'forgot-password':
    case 'request-verify':
    case 'request-login':
      return change.email;
  }
}

/** Makes the event of a change; `undefined` where there is nothing to publish. */
export type Composer<Kind extends ChangeKind> = (
  change: Changes[Kind],
) => Promise<PublicEvent | undefined>;

/** One for each kind of change; each concern provides its own. */
export type Composers = { readonly [Kind in ChangeKind]: Composer<Kind> };

/** The event to publish for a change. */
export function compose(composers: Composers, change: Change): Promise<PublicEvent | undefined> {
  const composer = composers[change.kind] as (
    change: Changes[ChangeKind],
  ) => Promise<PublicEvent | undefined>;
  return composer(change);
}
