/** What is stored of a user besides profile and credential, and has to go. */
export interface Leftovers {
  /**
   * Deletes all of it, for a user who was deleted. Call it again after a failure; that is harmless.
   *
   * @param until a request for the address, or a wrong password, of later is not the user's
   * @throws UsersError `SERVICE_UNAVAILABLE`, also if there is more than one call can delete
   */
  sweep(user: { readonly id: string; readonly email: string }, until: Date): Promise<void>;
  /** Deletes accounts at providers that were linked under an earlier version, as `Links` says. */
  sweepAccounts(userId: string, below: number): Promise<void>;
}
