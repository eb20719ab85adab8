/** What a new password must be. Stored passwords are not affected. */
export interface PasswordPolicy {
  /**
   * Minimum number of characters of a password, from 8 to 72.
   *
   * Length is the only rule that can be set: composition rules do harm (NIST SP 800-63B-4, section
   * 3.1.1.2; OWASP ASVS 5.0, 6.2.5). The commonest passwords, the user's own address, and passwords of
   * more than 72 bytes, which bcrypt would cut, are always refused.
   *
   * @default 8 - the minimum of OWASP ASVS 5.0 (6.2.1), which recommends 15
   */
  readonly minLength?: number;
}
