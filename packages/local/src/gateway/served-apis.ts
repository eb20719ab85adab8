import { type JsonObject, resourcesOf, type Template } from '../cloudformation/template.ts';

const API = 'AWS::ApiGatewayV2::Api';

/** The logical ids of the HTTP APIs of a stack: that with the most routes first, which is what the stack is about. */
export function httpApisOf(template: Template): readonly string[] {
  const routes = resourcesOf(template, 'AWS::ApiGatewayV2::Route');
  const routesOf = (logicalId: string) =>
    routes.filter(({ properties }) => isRef(properties.ApiId, logicalId)).length;
  return resourcesOf(template, API)
    .filter(({ properties }) => isHttp(properties))
    .map(({ logicalId }) => logicalId)
    .sort((one, other) => routesOf(other) - routesOf(one));
}

/** What else of a stack takes requests, each as a sentence that says that it doesn't here. */
export function apisLeftOut(template: Template): readonly string[] {
  const webSockets = resourcesOf(template, API).filter(({ properties }) => !isHttp(properties));
  return [
    ...webSockets.map(({ logicalId }) => ['WebSocket API', logicalId]),
    ...resourcesOf(template, 'AWS::ApiGateway::RestApi').map(({ logicalId }) => [
      'REST API',
      logicalId,
    ]),
    ...resourcesOf(template, 'AWS::AppSync::GraphQLApi', 'AWS::AppSync::Api').map(
      ({ logicalId }) => ['AppSync API', logicalId],
    ),
  ].map(
    ([kind, logicalId]) =>
      `the ${kind} ${logicalId} takes no requests on this machine, which has only HTTP APIs; its functions can be invoked`,
  );
}

function isHttp({ ProtocolType = 'HTTP' }: JsonObject): boolean {
  return ProtocolType === 'HTTP';
}

function isRef(value: unknown, logicalId: string): boolean {
  return JSON.stringify(value) === JSON.stringify({ Ref: logicalId });
}
