import { Names, Stack, Stage } from 'aws-cdk-lib';
import {
  AuthorizerPayloadVersion,
  HttpAuthorizer,
  HttpAuthorizerType,
  type IHttpApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ActionFunction } from '../functions/action-function';
import type { AuthorizerSettings } from './authorizer-settings';

interface GatewayAuthorizerProps extends Pick<AuthorizerSettings, 'identitySource' | 'ttl'> {
  readonly httpApi: IHttpApi;
  readonly authority: ActionFunction;
}

/** The authorizer of one HTTP API that asks one function, and API Gateway's right to do so. */
export class GatewayAuthorizer extends Construct {
  /**
   * The one with these props for routes of a stack. It is in that stack, which may depend on the stacks of
   * the API and of the users, as they don't depend on it. Its id says API, function and time, and not which
   * route came first.
   */
  static for(routes: Stack, props: GatewayAuthorizerProps): GatewayAuthorizer {
    const { authority, httpApi, ttl } = props;
    const within = Stack.of(authority) === routes;
    const scope = within ? authority : routes;
    const owner = within ? '' : `${nameOf(authority, routes)}-`;
    const id = `${owner}${nameOf(httpApi, routes)}-${ttl.toSeconds()}s`;
    const known = scope.node.tryFindChild(id);
    if (known instanceof GatewayAuthorizer && known.httpApi === httpApi) return known;
    return new GatewayAuthorizer(scope, id, props);
  }

  readonly authorizerId: string;
  private readonly httpApi: IHttpApi;

  private constructor(scope: Construct, id: string, props: GatewayAuthorizerProps) {
    super(scope, id);
    const { httpApi, authority, identitySource, ttl } = props;
    const { partition, region } = Stack.of(this);
    const { functionArn } = authority.lambda;
    const authorizer = new HttpAuthorizer(this, 'Authorizer', {
      httpApi,
      // Two of one API can't have the same.
      authorizerName: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      type: HttpAuthorizerType.LAMBDA,
      authorizerUri: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
      payloadFormatVersion: AuthorizerPayloadVersion.VERSION_2_0,
      enableSimpleResponses: true,
      // Empty and not left out: an update has to take away what was there before.
      identitySource: [...identitySource],
      resultsCacheTtl: ttl,
    });
    authority.lambda.addPermission('Permission', {
      scope: this,
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: httpApi.apiId,
        resourceName: `authorizers/${authorizer.authorizerId}`,
      }),
    });
    this.authorizerId = authorizer.authorizerId;
    this.httpApi = httpApi;
  }
}

/** Path from the stack, or from the stage where the stack is another, so that all stages have the same. */
function nameOf(construct: Construct, stack: Stack): string {
  const own = Stack.of(construct) === stack;
  const start = own ? stack : (Stage.of(construct) ?? construct.node.root);
  return construct.node.path.slice(start.node.path.length).replace(/^\//, '').replaceAll('/', '.');
}
