import { type CfnResource, Stack, Stage } from 'aws-cdk-lib';
import {
  CfnApi,
  HttpApi,
  HttpStage,
  type IApiRef,
  type IHttpApi,
  type IHttpStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { Found, known, UsersApiError } from '../errors';
import { isOf } from '../is-of';

const isApi = isOf(CfnApi);

/** Refuses an API that has no routes of HTTP. */
export function checkHttpApi(given: IApiRef | undefined): void {
  if (given === undefined) return;
  const { apiRef } = given as Partial<IApiRef>;
  const definition = isApi(given) ? given : given.node.defaultChild;
  const protocol = definition && isApi(definition) ? known(definition.protocolType) : undefined;
  if (apiRef !== undefined && (protocol ?? 'HTTP') === 'HTTP') return;
  throw new UsersApiError('httpApi', {
    got: new Found(
      `${given.node.path}, ${protocol === undefined ? 'a REST API' : `an API of ${protocol}`}`,
    ),
    expected: 'an HTTP API',
    fix: 'give an HttpApi, or a CfnApi with protocolType HTTP, or leave it out for one of the construct',
  });
}

/** A given API with what the construct library knows of HTTP APIs, also where only its resource or id was given. */
export function givenHttpApi(scope: Construct, given: IApiRef): IHttpApi {
  if (isHttpApi(given)) return given;
  const around = HttpApi.fromHttpApiAttributes(scope, 'GivenApi', {
    httpApiId: given.apiRef.apiId,
    ...(isApi(given) && !given.disableExecuteApiEndpoint && { apiEndpoint: given.attrApiEndpoint }),
  });
  WITHIN.set(around, given);
  return around;
}

/** What an API of the construct library was made around, if it was here. */
const WITHIN = new WeakMap<IHttpApi, IApiRef>();

/** Path of an API, as the user knows it. */
export function pathOf(httpApi: IHttpApi): string {
  return (WITHIN.get(httpApi) ?? httpApi).node.path;
}

function isHttpApi(given: IApiRef): given is IHttpApi {
  return (given as Partial<IHttpApi>).isHttpApi === true && 'apiEndpoint' in given;
}

/** The resource of an API that is in the same app. */
export function definitionOf(scope: Construct, { apiId }: IHttpApi): CfnApi | undefined {
  const root = Stage.of(scope) ?? scope.node.root;
  return root.node
    .findAll()
    .filter(isApi)
    .find(({ ref }) => ref === apiId);
}

/** The stage `$default` of an API, of the API itself or beside it, as that of another users API is. */
export function defaultStageOf(scope: Construct, httpApi: IHttpApi): IHttpStage | undefined {
  if (httpApi.defaultStage !== undefined) return httpApi.defaultStage;
  return (Stage.of(scope) ?? scope.node.root).node
    .findAll()
    .filter((each): each is HttpStage => each instanceof HttpStage && each.api === httpApi)
    .find(({ stageName }) => stageName === '$default');
}

/** Its properties as the template has them, with what was overridden there. */
export function propertiesOf(definition: CfnResource): Readonly<Record<string, unknown>> {
  // The CDK keeps it from other packages, and nothing else knows the overrides.
  const { _toCloudFormation } = definition as unknown as { _toCloudFormation(): unknown };
  const { Resources } = Stack.of(definition).resolve(_toCloudFormation.call(definition));
  const [resource] = Object.values(Resources ?? {}) as { Properties?: Record<string, unknown> }[];
  return resource?.Properties ?? {};
}
