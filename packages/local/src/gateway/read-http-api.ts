import type { StackScope } from '../cloudformation/stack-scope.ts';
import { type JsonObject, resourcesOf, type Template } from '../cloudformation/template.ts';
import type { Environment } from '../environment.ts';
import { LocalError } from '../errors.ts';
import { calledBy, type FunctionDirectory } from '../lambda/function-directory.ts';
import type { Authorizer } from './authorizer.ts';
import { readCors } from './cors.ts';
import { checkRole } from './credentials.ts';
import { HttpApi, type Integration } from './http-api.ts';
import { readAuthorizers } from './read-authorizers.ts';
import { type Route, RouteTable } from './routes.ts';

/** API Gateway's default and most for an HTTP API. */
const INTEGRATION_TIMEOUT = 30_000;

/**
 * One HTTP API of a stack, by its logical id.
 *
 * @throws {LocalError} `UNSUPPORTED` for a route that leads to no function here, or an authorizer that is no
 * Lambda function with simple responses; `INVALID_TEMPLATE` for a role by which API Gateway may not call the
 * function.
 */
export function readHttpApi(
  template: Template,
  scope: StackScope,
  environment: Environment,
  functions: FunctionDirectory,
  logicalId: string,
): HttpApi {
  const apiId = String(scope.ref(logicalId));
  const ofApi = (type: string) =>
    resourcesOf(template, type)
      .map((each) => ({ ...each, properties: scope.properties(each.properties) }))
      .filter(({ properties: { ApiId = apiId } }) => ApiId === apiId);
  const [api] = resourcesOf(template, 'AWS::ApiGatewayV2::Api').filter(
    (each) => each.logicalId === logicalId,
  );
  const { CorsConfiguration } = scope.properties(api?.properties ?? {});
  const integrations = new Map(
    ofApi('AWS::ApiGatewayV2::Integration').map((integration) => [
      String(scope.ref(integration.logicalId)),
      integration.properties,
    ]),
  );
  const authorizers = readAuthorizers(
    ofApi('AWS::ApiGatewayV2::Authorizer'),
    template,
    scope,
    functions,
  );
  const routes = ofApi('AWS::ApiGatewayV2::Route').map(({ properties }): Route<Integration> => {
    const key = String(properties.RouteKey);
    const integration = integrations.get(String(properties.Target).replace(/^integrations\//, ''));
    const authorizer = authorizerOf(properties, authorizers);
    const target = readIntegration(key, integration, functions);
    const calls = calledBy(String(integration?.IntegrationUri));
    const role = integration?.CredentialsArn;
    checkRole(template, scope, { who: `route ${key}`, role, calls });
    return { key, target: { ...target, ...(authorizer && { authorizer }) } };
  });
  const [stage] = ofApi('AWS::ApiGatewayV2::Stage');
  return new HttpApi({
    apiId,
    accountId: environment.account,
    region: environment.region,
    stage: stage === undefined ? '$default' : String(scope.ref(stage.logicalId)),
    routes: new RouteTable(routes),
    cors: readCors(CorsConfiguration),
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
