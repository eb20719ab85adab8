/** A service that knows which passwords were in data breaches. */
export interface BreachedPasswords {
  /** How often the password, in its normal form, was found there: 0 if it is not known. It fails while nobody answers. */
  occurrences(password: string): Promise<number>;
}

/**
 * Takes a password for unknown while the service doesn't answer: its outage keeps nobody from registering or
 * from setting a new password, for whom the rest of the policy still holds.
 *
 * @param report is told why
 */
export function failingOpen(
  service: BreachedPasswords,
  report: (error: unknown) => void,
): BreachedPasswords {
  return {
    async occurrences(password) {
      try {
        return await service.occurrences(password);
      } catch (error) {
        report(error);
        return 0;
      }
    },
  };
}
