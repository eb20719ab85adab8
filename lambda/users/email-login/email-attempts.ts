import { createHash } from 'node:crypto';

/** Of a browser that asked for a code: only with it can the code of that request be given (ASVS 5.0, 6.6.2). */
export interface EmailAttempt {
  readonly email: string;
  /** Names the request, as `nameOfRequest` has it. */
  readonly request: string;
}

/**
 * The name of a request in an attempt. The id itself would say when the request was made, and so whether somebody else made it a
 * moment before.
 */
export function nameOfRequest(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

/** Attempts to sign in at one backend, as tokens that the browser keeps. */
export interface EmailAttempts {
  issue(attempt: EmailAttempt): Promise<{ readonly token: string; readonly expiresAt: Date }>;
  /** `undefined` for anything that is not a valid token of this kind. */
  verify(token: string): Promise<EmailAttempt | undefined>;
}
