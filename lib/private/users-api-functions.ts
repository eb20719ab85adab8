import type { Connections, IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { functionNamed } from './functions/function-named';
import { Network } from './functions/network';
import { namesErrors } from './names-errors';
import { UsersApiRoutes } from './users-api-routes';

/**
 * What a users API of this app has of its functions.
 *
 * @internal
 */
@namesErrors
export abstract class UsersApiFunctions extends UsersApiRoutes implements IConnectable {
  /**
   * The functions by name: one for each action, such as `register`, `get-me` or `create-user`; one for
   * each backend or OAuth client, such as `login-jwt` or `oauth-callback-google`; those of groups, such as `public`,
   * where `functionLayout` has them; the `relay` that publishes events; and one for each set of options that
   * `authorizer` was called with, from when a route has asked for it. So a loop over them misses authorizers of routes
   * that come later: set options of all in `functionOptions`.
   */
  public abstract readonly functions: { [name: string]: LambdaFunction };

  /**
   * A function by its name.
   *
   * @param name such as `login-jwt`; `functions` has all
   * @throws when no function has the name; the error lists those that there are
   *
   * @example
   * users.functionOf('login-jwt').metricThrottles().createAlarm(this, 'Throttled', {
   *   threshold: 1,
   *   evaluationPeriods: 1,
   * });
   */
  public functionOf(name: string): LambdaFunction {
    return functionNamed(this.functions, name);
  }

  /**
   * The security groups of all functions in a VPC, for what they may connect to: theirs only let traffic out.
   *
   * @throws when no function is in a VPC
   *
   * @example
   * users.connections.allowTo(endpoint, ec2.Port.HTTPS);
   */
  public get connections(): Connections {
    return Network.of(this).connections;
  }
}
