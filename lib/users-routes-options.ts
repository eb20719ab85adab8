import type { AddRoutesOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';

/**
 * Options of `UsersApi.addRoutes()`: those of `HttpApi.addRoutes()`, except that an `authorizer` that is left out is
 * `users.authorizer()`, and `authorizationScopes` that are left out are none.
 */
export interface UsersRoutesOptions extends AddRoutesOptions {
  /**
   * Where routes and the permissions of their integration go: give a scope of its stack for an integration in
   * another one, which then depends on this one, and not the other way round.
   *
   * @default - this construct
   */
  readonly crossStackScope?: Construct;
}
