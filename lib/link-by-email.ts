import type { LinkByEmailRule } from './contract/oauth.ts';

/**
 * Which users get an account at a provider that nobody has yet, and whose address is theirs. Where none
 * does, the answer is 400 `OAUTH_USER_ALREADY_EXISTS`: the user signs in another way and associates it.
 *
 * Never a superuser, never a user who has not verified the address or has an account of the same issuer
 * already, and only for an address that the provider vouches for. A link ends every login of before, and
 * accounts that were linked before the address was verified.
 */
export class LinkByEmail {
  /**
   * No user. For a provider that is a partner's, a customer's or otherwise not the authority for the addresses
   * of your users: it could become any of them by naming the address.
   */
  public static readonly NEVER = new LinkByEmail('never');

  /**
   * Users without a password, who came by a provider. A password may have been chosen by somebody else, who
   * registered the address and waited for its owner to click on the mail that verifies it.
   */
  public static readonly WITHOUT_PASSWORD = new LinkByEmail('without-password');

  /**
   * Users with a password as well. It risks two things. The provider's operator can sign in as any user except
   * superusers. And the password stays: the link ends the logins of before, but somebody who registered the
   * address before its owner came still knows the password and can sign in again.
   */
  public static readonly ALWAYS = new LinkByEmail('always');

  /** @internal */
  public readonly _rule: LinkByEmailRule;

  private constructor(rule: LinkByEmailRule) {
    this._rule = rule;
  }
}
