import { createHash } from 'node:crypto';
import { publicUser, type UserModel } from '../model/user-model.ts';
import type {
  EmailChangeTokens,
  Leftovers,
  MailedClaims,
  RequestKind,
  ResetTokens,
  UserStore,
  VerificationTokens,
} from '../ports.ts';
import type { User } from '../user.ts';
import { uuidOf } from '../uuid.ts';
import type { EventType, PublicEvent, StoredEvent } from './event.ts';

/** What one record of the table's stream says happened. */
export type Change =
  | { readonly kind: 'profile'; readonly user: User; readonly event: StoredEvent }
  | {
      readonly kind: 'removal';
      readonly user: User;
      /** A new address that waited to be confirmed. */
      readonly pendingEmail?: string;
      readonly at: string;
    }
  | { readonly kind: 'session'; readonly userId: string; readonly event: StoredEvent }
  | { readonly kind: 'email-change'; readonly claims: MailedClaims; readonly event: StoredEvent }
  | { readonly kind: RequestKind; readonly email: string; readonly event: StoredEvent };

export interface RelayDeps {
  readonly store: Pick<UserStore, 'credential' | 'lookup'>;
  readonly leftovers: Leftovers;
  readonly resetTokens: Pick<ResetTokens, 'issue'>;
  readonly verificationTokens: Pick<VerificationTokens, 'issue'>;
  readonly emailChangeTokens: Pick<EmailChangeTokens, 'issue'>;
  readonly model: UserModel;
}

/**
 * An id for the event of a removal, which has no item left to carry one: the same for every
 * delivery of the record, since a user is removed once. UUID version 8 (RFC 9562, 5.8).
 */
function removalId(userId: string): string {
  const bytes = createHash('sha256').update(`after-delete:${userId}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidOf(bytes);
}

/** Private fields are not even named. */
function toPublic(model: UserModel, stored: StoredEvent, user: User): PublicEvent {
  const { id, type, at, changed, ...extras } = stored;
  return {
    type,
    detail: {
      id,
      time: at,
      user: publicUser(model, user),
      ...(changed && { changed: changed.filter((name) => !model.privateFields.includes(name)) }),
      ...extras,
    },
  };
}

/** The event with the token to mail, which is all that has to be added to it. */
function withToken(
  event: PublicEvent,
  { token, expiresAt }: { readonly token: string; readonly expiresAt: Date },
): PublicEvent {
  return { ...event, detail: { ...event.detail, token, expires_at: expiresAt.toISOString() } };
}

/** The token that was asked for is made here, off the request's path, and rests nowhere. */
async function requestEvent(
  deps: RelayDeps,
  { kind, email, event: stored }: Extract<Change, { kind: RequestKind }>,
): Promise<PublicEvent | undefined> {
  const credential = await deps.store.credential(email);
  if (!credential?.isActive) return undefined;
  const { userId, credentialVersion } = credential;
  const profile = (await deps.store.lookup([userId])).profiles.get(userId);
  if (!profile || (kind === 'request-verify' && profile.user.is_verified)) return undefined;
  const tokens = { 'forgot-password': deps.resetTokens, 'request-verify': deps.verificationTokens };
  const issued = await tokens[kind].issue({ userId, email, credentialVersion }, stored);
  return withToken(toPublic(deps.model, stored, profile.user), issued);
}

/**
 * The time of a write in the stream is rounded down: to the second by DynamoDB, to the minute by DynamoDB
 * Local. A request of that minute counts as the user's; it would hold back another one no longer anyway.
 */
const ROUNDING_MS = 60_000;

/** Subscribers can rely on it that nothing is left. */
async function afterDelete(
  deps: RelayDeps,
  { user, pendingEmail, at }: Extract<Change, { kind: 'removal' }>,
): Promise<PublicEvent> {
  const { id, email } = user;
  await deps.leftovers.sweep({ id, email, pendingEmail }, new Date(Date.parse(at) + ROUNDING_MS));
  const type: EventType = 'after-delete';
  return toPublic(deps.model, { id: removalId(user.id), type, at }, user);
}

/** Of a user who is looked up, since a session says nothing of its user but the id. */
async function sessionEvent(
  deps: RelayDeps,
  userId: string,
  stored: StoredEvent,
): Promise<PublicEvent | undefined> {
  const profile = (await deps.store.lookup([userId])).profiles.get(userId);
  return profile && toPublic(deps.model, stored, profile.user);
}

/**
 * Tells of a change of address that is still asked for. Without a token where the new address has a user
 * by now: nothing may be mailed there, and the old address is told all the same.
 */
async function emailChangeEvent(
  deps: RelayDeps,
  claims: MailedClaims,
  stored: StoredEvent,
): Promise<PublicEvent | undefined> {
  const { userId, email, newEmail } = claims;
  const { profiles, owner } = await deps.store.lookup([userId], { email: newEmail });
  const profile = profiles.get(userId);
  if (!profile?.user.is_active || profile.user.email !== email) return undefined;
  if (profile.pendingEmail !== newEmail) return undefined;
  const { type, detail } = toPublic(deps.model, stored, profile.user);
  const event = { type, detail: { ...detail, new_email: newEmail } };
  if (owner !== undefined) return event;
  return withToken(event, await deps.emailChangeTokens.issue(claims, stored));
}

/**
 * The event to publish for a change; none for a request that names no active user, or to verify one who
 * is verified, and none for a session whose user was deleted.
 */
export async function relayEvent(
  deps: RelayDeps,
  change: Change,
): Promise<PublicEvent | undefined> {
  switch (change.kind) {
    case 'profile':
      return toPublic(deps.model, change.event, change.user);
    case 'removal':
      return afterDelete(deps, change);
    case 'session':
      return sessionEvent(deps, change.userId, change.event);
    case 'email-change':
      return emailChangeEvent(deps, change.claims, change.event);
    case 'forgot-password':
    case 'request-verify':
      return requestEvent(deps, change);
  }
}
