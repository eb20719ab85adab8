/** What an authenticator app is told, once: the secret to type, and all of it in a URI for a QR code. */
export interface TotpEnrolment {
  /** Base32 (RFC 4648, 6), without padding. */
  readonly secret: string;
  /** `otpauth://totp/...` */
  readonly uri: string;
}

/** What apps are told, under the name of one service. */
export interface TotpEnrolments {
  enrolment(secret: Uint8Array, email: string): TotpEnrolment;
}

/** Codes of authenticator apps (RFC 6238: HMAC-SHA-1, 6 digits, every 30 seconds). */
export interface TotpCodes {
  /**
   * The step of time whose code it is: the present one, or one before or after it, as clocks differ (RFC 6238, 5.2 and 6).
   *
   * @returns `undefined` for any other text, also for one that is no code
   */
  stepOf(secret: Uint8Array, code: string, now: Date): number | undefined;
}

/** As long as the HMAC (RFC 4226, 4, R6). */
export const TOTP_SECRET_BYTES = 20;
