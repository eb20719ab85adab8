/** What is stored of a user besides profile and credential. */
export interface Leftovers {
  /**
   * Deletes all of it, for a user who was deleted; to be called again after a failure, and harmless then.
   *
   * @param until a request for the address that was made later is not the user's
   * @throws UsersError `SERVICE_UNAVAILABLE`, also where there is more than one call can do
   */
  sweep(
    user: { readonly id: string; readonly email: string; readonly pendingEmail?: string },
    until: Date,
  ): Promise<void>;
}
