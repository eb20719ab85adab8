import type { EmailLogin } from './email-login';
import type { HostedPages } from './hosted-pages';
import type { Mfa } from './mfa';
import type { Passkeys } from './passkeys';
import type { RequireMfa } from './require-mfa';

/** Props of `UsersApi` for second factors, for logins without a password, and for what users are told of logins. */
export interface UsersFactorsProps {
  /**
   * Whether users can enrol an authenticator app. A user who has one needs it for every login (400 `LOGIN_MFA_REQUIRED`), by
   * every backend and at every provider.
   *
   * @default Mfa.off()
   */
  readonly mfa?: Mfa;

  /**
   * Which users must have a second factor: those who have none can do nothing but enrol. It needs `mfa` or `passkeys`.
   *
   * @default - none: it is for users to decide
   */
  readonly requireMfa?: RequireMfa;

  /**
   * Whether users can sign in, and sign up, by a code that is mailed to them. Subscribe to `after-request-login` and mail it.
   *
   * @default EmailLogin.off()
   */
  readonly emailLogin?: EmailLogin;

  /**
   * Whether users can have passkeys, to sign in without a name or a password and as a second factor. `docs/passkeys.md` has the
   * details.
   *
   * @default Passkeys.off()
   */
  readonly passkeys?: Passkeys;

  /**
   * Whether the API has pages for people: to sign up and in, and for their accounts. `docs/pages.md` has the details. It needs a backend
   * with a cookie.
   *
   * @default HostedPages.off()
   */
  readonly pages?: HostedPages;

  /**
   * Whether `after-new-device` tells of a login from another kind of browser, or from another part of the network, than every
   * login of the user in half a year. Devices are noted as hashes, off the request's path. It switches `loginEvents` on.
   *
   * @default false
   */
  readonly newDeviceEvents?: boolean;
}
