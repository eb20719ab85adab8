import type { Attempts } from '../../../lambda/users/limits/counter.ts';
import type { Credential, User } from '../../../lambda/users/user.ts';

/** What was there before: promises about changes compare with it. */
export interface Seen {
  /** Everyone who has ever been there, and every session. */
  readonly users: Set<string>;
  readonly sessions: Set<string>;
  superuser: boolean;
  readonly visible: Visible;
  guessed: Guessed | undefined;
  readonly owned: Owned;
}

/** What a user was after the last write. */
export interface Before {
  readonly user: User;
  readonly credential: Credential;
}

/** What subscribers could see after the last write. */
export interface Visible {
  readonly users: Map<string, Before>;
  readonly links: Set<string>;
  /** Records of the stream. */
  read: number;
}

/** What login reads of a user's factors. */
export interface OwnFactors {
  readonly totp: boolean;
  readonly passkeys: number;
}

/** Who had which factors after the last write. */
export interface Owned {
  readonly factors: Map<string, OwnFactors>;
  /** Records of the stream. */
  read: number;
}

/** What was counted after the last write. */
export interface Guessed {
  readonly counted: ReadonlyMap<string, Attempts>;
  /** Right passwords, by name, that found it open and have begun nothing so far. */
  readonly allowed: ReadonlyMap<string, number>;
  readonly sessions: ReadonlySet<string>;
}
