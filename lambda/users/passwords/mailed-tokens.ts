import type { StoredEvent } from '../events/event.ts';

/** What mailed tokens prove; each purpose names some of it. */
export interface MailedClaims {
  readonly userId: string;
  /** Where the token was mailed to. */
  readonly email: string;
  readonly credentialVersion: number;
  /** The address to move to; the token was mailed there, and `email` is the address until then. */
  readonly newEmail: string;
}

/** Tokens of one purpose. */
export interface MailedTokens<Claims> {
  /**
   * The same arguments make the same token, so that an event that is sent again is the same event.
   */
  issue(claims: Claims, event: StoredEvent): Promise<{ token: string; expiresAt: Date }>;
  /** `undefined` for anything that is not a valid token of this kind. */
  verify(token: string): Promise<Claims | undefined>;
}

export type ResetTokens = MailedTokens<Omit<MailedClaims, 'newEmail'>>;
