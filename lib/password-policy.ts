/** What a new password must be. Passwords that are stored already are left alone. */
export interface PasswordPolicy {
  /**
   * The fewest characters of a password, from 8 to 72.
   *
   * Length is the only rule that is set: composition rules do harm (NIST SP 800-63B-4, section
   * 3.1.1.2; OWASP ASVS 5.0, 6.2.5). Always refused are the commonest passwords, the user's own
   * address, and what bcrypt would cut off, which is all beyond 72 bytes.
   *
   * @default 8 - the least that OWASP ASVS 5.0 allows (6.2.1), which itself recommends 15
   */
  readonly minLength?: number;
}
