import { Duration } from 'aws-cdk-lib';
import {
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRouteIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { AuthorizerOptions, UsersApi } from '../../../lib';

/** Routes behind every kind of authorizer. */
export function addOwnRoutes(users: UsersApi, integration: () => HttpRouteIntegration): void {
  const methods = [HttpMethod.GET, HttpMethod.POST];
  users.addRoutes({ path: '/own/any', methods, integration: integration() });
  users.addRoutes({
    path: '/own/open',
    methods,
    integration: integration(),
    authorizer: new HttpNoneAuthorizer(),
  });
  const options: Record<string, AuthorizerOptions> = {
    '/own/verified': { verified: true },
    '/own/superuser': { superuser: true },
    '/own/optional': { optional: true },
    '/own/bearer': { backends: ['jwt'] },
    '/own/cached': { backends: ['jwt'], resultsCacheTtl: Duration.minutes(5) },
  };
  for (const [path, each] of Object.entries(options)) {
    const authorizer = users.authorizer(each);
    users.addRoutes({ path, methods, integration: integration(), authorizer });
  }
}
