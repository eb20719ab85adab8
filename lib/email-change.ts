/** What happens when users change their own address. */
export class EmailChange {
  /** The new address replaces the old one at once, unverified. */
  public static readonly IMMEDIATE = new EmailChange(false);

  /**
   * The old address stays until the new one is confirmed with the token of `after-request-email-change`, at
   * `POST /confirm-email-change`. A superuser's change is immediate.
   */
  public static readonly CONFIRM = new EmailChange(true);

  /** @internal */
  public readonly _confirmed: boolean;

  private constructor(confirmed: boolean) {
    this._confirmed = confirmed;
  }
}
