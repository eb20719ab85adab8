import { type App, Stack, type StackProps } from 'aws-cdk-lib';
import { AuthBackend, UsersApi } from '../../../lib';
import { authorizerOptions } from './authorizer-options';
import { subscribeToFactors } from './every-rule';
import { givenFactors, OWN_FACTORS } from './factor-props';
import { protectRoute } from './protected-route';

/**
 * A `UsersApi` with every prop for second factors and for logins without a password: beside all others they would be more
 * resources than a stack takes.
 */
export class AllFactors extends Stack {
  constructor(scope: App, id: 'Given' | 'Own', props?: StackProps) {
    super(scope, `AllFactors${id}`, props);
    const users = new UsersApi(this, `${id}Factors`, {
      authBackends: [AuthBackend.jwt({ refresh: {} }), AuthBackend.cookie()],
      ...(id === 'Given' ? givenFactors(this) : OWN_FACTORS),
    });
    subscribeToFactors(users);
    protectRoute(users, authorizerOptions('jwt', true));
  }
}
