import type { StackScope } from '../cloudformation/stack-scope.ts';
import { type JsonObject, resourcesOf, type Template } from '../cloudformation/template.ts';
import type { Environment } from '../environment.ts';
import { LocalError } from '../errors.ts';
import type { FunctionDirectory } from '../lambda/function-directory.ts';
import type { Authorizer } from './authorizer.ts';
import { readCors } from './cors.ts';
import { checkRole } from './credentials.ts';
import { HttpApi, type Integration } from './http-api.ts';
import { readAuthorizers } from './read-authorizers.ts';
import { type Route, RouteTable } from './routes.ts';

/** API Gateway's default and most for an HTTP API. */
const INTEGRATION_TIMEOUT = 30_000;

/**
 * The HTTP API of a stack; undefined where it has none.
 *
 * @throws {LocalError} `UNSUPPORTED` for a second API, a route that leads to no function here, or an
 * authorizer that is no Lambda function with simple responses; `INVALID_TEMPLATE` for a role by which
 * API Gateway may not call the function.
 */
export function readHttpApi(
  template: Template,
  scope: StackScope,
  environment: Environment,
  functions: FunctionDirectory,
): HttpApi | undefined {
  const [api, ...others] = resourcesOf(template, 'AWS::ApiGatewayV2::Api');
  if (api === undefined) return undefined;
  if (others.length > 0 || (api.properties.ProtocolType ?? 'HTTP') !== 'HTTP') {
    throw new LocalError('UNSUPPORTED', 'only one API of a stack, an HTTP API, can be served here');
  }
  const properties = scope.properties(api.properties);
  const integrations = new Map(
    resourcesOf(template, 'AWS::ApiGatewayV2::Integration').map((integration) => [
      String(scope.ref(integration.logicalId)),
      scope.properties(integration.properties),
    ]),
  );
  const authorizers = readAuthorizers(template, scope, functions);
  const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route').map(
    (route): Route<Integration> => {
      const properties = scope.properties(route.properties);
      const key = String(properties.RouteKey);
      const integration = integrations.get(
        String(properties.Target).replace(/^integrations\//, ''),
      );
      const authorizer = authorizerOf(properties, authorizers);
      const target = readIntegration(key, integration, functions);
      const { arn: calls } = target.function.definition;
      const role = integration?.CredentialsArn;
      checkRole(template, scope, { who: `route ${key}`, role, calls });
      return { key, target: { ...target, ...(authorizer && { authorizer }) } };
    },
  );
  const [stage] = resourcesOf(template, 'AWS::ApiGatewayV2::Stage');
  return new HttpApi({
    apiId: String(scope.ref(api.logicalId)),
    accountId: environment.account,
    region: environment.region,
    stage: stage === undefined ? '$default' : String(scope.ref(stage.logicalId)),
    routes: new RouteTable(routes),
    cors: readCors(properties.CorsConfiguration),
  });
}

function authorizerOf(
  { RouteKey, AuthorizationType = 'NONE', AuthorizerId }: JsonObject,
  authorizers: ReadonlyMap<string, Authorizer>,
): Authorizer | undefined {
  if (AuthorizationType === 'NONE') return undefined;
  const authorizer = authorizers.get(String(AuthorizerId));
  if (authorizer !== undefined) return authorizer;
  throw new LocalError(
    'UNSUPPORTED',
    `route ${RouteKey} has an authorization of type ${AuthorizationType} that is not an authorizer of the stack, which is all that runs here`,
  );
}

function readIntegration(
  routeKey: string,
  integration: JsonObject | undefined,
  functions: FunctionDirectory,
): Integration {
  const called = functions.find(String(integration?.IntegrationUri));
  if (integration?.IntegrationType !== 'AWS_PROXY' || called === undefined) {
    throw new LocalError(
      'UNSUPPORTED',
      `route ${routeKey} does not lead to a Node.js function of the stack, which is all that runs here`,
    );
  }
  if (integration.PayloadFormatVersion !== '2.0') {
    throw new LocalError('UNSUPPORTED', `route ${routeKey} does not use payload format 2.0`);
  }
  return {
    function: called,
    timeout: Number(integration.TimeoutInMillis ?? INTEGRATION_TIMEOUT),
  };
}
