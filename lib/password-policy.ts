/** What a new password must be. Stored passwords are not affected. */
export interface PasswordPolicy {
  /**
   * Minimum number of characters of a password, from 8 to 256, and at most 72 with `PasswordHash.bcrypt()`.
   *
   * There are no rules of composition, since they do harm (NIST SP 800-63B-4, section 3.1.1.2; OWASP
   * ASVS 5.0, 6.2.5). The commonest passwords, the user's own address and its parts, U+0000, and
   * passwords of more bytes than the hash takes (1,024, and 72 with bcrypt), are always refused. `breachedPasswords`
   * refuses more.
   *
   * @default 8 - the minimum of OWASP ASVS 5.0 (6.2.1), which recommends 15
   */
  readonly minLength?: number;

  /**
   * Names that users know the service by, such as that of your product: no such name is a password,
   * whatever its case, and with digits and punctuation around it neither. A longer password may contain
   * one (OWASP ASVS 5.0, 6.2.11).
   *
   * The names of the stack and of the construct are always among them.
   *
   * @default ['users-api'] - a part of the cookies' names
   */
  readonly contextWords?: string[];
}
