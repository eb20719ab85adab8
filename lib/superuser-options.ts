import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';

/** A superuser that `UsersApi.addSuperuser` makes. */
export interface SuperuserOptions {
  /**
   * The address. It is in the template, and counts as verified. With another one the next deployment makes another
   * superuser; the one before stays until a superuser deletes it.
   */
  readonly email: string;

  /**
   * The secret with the first password: the whole secret string, no JSON, and a password that the API takes. It is
   * read when the superuser is made: a new value of the secret changes no password, so put another one there after the
   * first login. Neither the template nor a log has it.
   */
  readonly password: aws_secretsmanager.ISecretRef;

  /**
   * Custom fields, which a `userModel` may require of a new user.
   *
   * @default - none
   */
  // biome-ignore lint/suspicious/noExplicitAny: jsii has no unknown
  readonly fields?: { [name: string]: any };
}
