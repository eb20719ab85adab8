import type { UsedChallenge } from './passkey-store.ts';

/** Bytes of a challenge (WebAuthn level 3, 13.4.3: at least 16). */
export const CHALLENGE_BYTES = 32;

/** Seconds for which a challenge is good, and for which browsers wait (WebAuthn level 3, 15.1: 5 to 10 minutes). */
export const CHALLENGE_LIFETIME = 300;

/** Challenges of logins at one backend. They rest nowhere: their tokens say what was asked. */
export interface LoginChallenges {
  issue(challenge: string): Promise<string>;
  /** `undefined` for anything but an unexpired token of these. */
  verify(token: string): Promise<UsedChallenge | undefined>;
}

/** What a user was asked to make a passkey for. */
export interface RegistrationChallenge {
  readonly challenge: string;
  readonly userId: string;
  /** The profile's, as it was then: what ends the user's logins ends this. */
  readonly tokenVersion: number;
  /** The browser may make it by itself. */
  readonly conditional: boolean;
}

/** Challenges of new passkeys. */
export interface RegistrationChallenges {
  issue(challenge: RegistrationChallenge): Promise<string>;
  verify(token: string): Promise<(RegistrationChallenge & UsedChallenge) | undefined>;
}
