import type { RecoveryCodeUse, TotpUse } from '../../../../lambda/users/factors/factor-use.ts';
import type { StoredTotp } from '../../../../lambda/users/factors/stored-totp.ts';
import {
  type Attempts,
  type Counter,
  stateOf,
  type Watched,
} from '../../../../lambda/users/limits/counter.ts';
import type { RefreshClaims } from '../../../../lambda/users/sessions/session-store.ts';
import type { Session } from '../../../../lambda/users/stored-session.ts';
import { isActiveSuperuser, type Profile, type User } from '../../../../lambda/users/user.ts';

/** Conditions of writes, and what reads are, that a whole class of promises rests on, by name, so that one can be left out. */
export const CONDITIONS = {
  /** Nobody has the address, or the user who is to have it. */
  isFree: (holder: object | undefined, own?: object) => holder === undefined || holder === own,
  /** The profile is as it was read. */
  isCurrent: (stored: Profile, before: Pick<Profile, 'version'>) =>
    stored.version === before.version,
  /** Neither address nor password changed since a token was mailed. */
  isSameCredential: (stored: { readonly credentialVersion: number }, version: number) =>
    stored.credentialVersion === version,
  /** The token is the newest of its session. */
  isNewest: (session: Session, claims: RefreshClaims) => session.generation === claims.generation,
  /** A challenge was not used before. */
  isUnused: (used: ReadonlySet<string>, challenge: string) => !used.has(challenge),
  /** A look at counters sees what was counted before. */
  isStrong: () => true,
  /** Less than the limit is counted. */
  isOpen: (watched: Watched, arrivedAt: Date) => stateOf(watched, arrivedAt).kind === 'open',
  /** A counter is not locked, or is as it was when it was not. */
  isUnlocked: (stored: Attempts | undefined, { limit }: Counter, seen: Attempts | undefined) =>
    stored === undefined ||
    stored.n < limit ||
    (stored.n === seen?.n && stored.lastAt === seen.lastAt),
  /** A counter is not locked for what arrived then, whoever has read it. */
  isUnlockedAt: (watched: Watched, arrivedAt: Date) =>
    stateOf(watched, arrivedAt).kind !== 'locked',
  /** A code may be tried once more. */
  isLeft: ({ triesLeft }: { readonly triesLeft: number }) => triesLeft > 0,
  /** No code of this step or a later one was used, and the secret is as read. */
  isUnusedStep: (stored: StoredTotp | undefined, { sealed, step }: TotpUse) =>
    stored !== undefined && stored.sealed === sealed && stored.lastStep < step,
  /** What the credential says of recovery codes is as it was when one was compared. */
  isLeftAsRead: ({ factors }: Pick<Profile, 'factors'>, { codesLeft }: RecoveryCodeUse) =>
    factors?.recoveryCodes === codesLeft + 1,
  /** A recovery code was not used. */
  isUnusedCode: (codes: { has(code: string): boolean }, code: string) => codes.has(code),
  /** A code by mail was not used. */
  isUnusedMail: ({ triesLeft }: { readonly triesLeft: number }) => triesLeft >= 0,
  /** Another active superuser is left, unless the user is none. */
  leavesSuperuser: (users: readonly User[], user: User, after?: User) =>
    !isActiveSuperuser(user) ||
    (after !== undefined && isActiveSuperuser(after)) ||
    users.filter(isActiveSuperuser).length > 1,
};
