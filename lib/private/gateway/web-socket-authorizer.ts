import { Names, Stack } from 'aws-cdk-lib';
import {
  CfnAuthorizer,
  type IWebSocketApi,
  type IWebSocketRouteAuthorizer,
  type WebSocketRouteAuthorizerBindOptions,
  type WebSocketRouteAuthorizerConfig,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { type Authority, invocationOf } from './authority';
import { nameOf, placeOf } from './authorizer-place';

/**
 * For `$connect` of any number of WebSocket APIs; the CDK refuses it on other routes. It makes nothing before
 * it has a route.
 */
export class ConnectAuthorizer implements IWebSocketRouteAuthorizer {
  private readonly authority: (webSocketApi: IWebSocketApi) => Authority;

  constructor(authority: (webSocketApi: IWebSocketApi) => Authority) {
    this.authority = authority;
  }

  bind({ route }: WebSocketRouteAuthorizerBindOptions): WebSocketRouteAuthorizerConfig {
    const { authorizerId } = ConnectGatewayAuthorizer.for(route.webSocketApi, this.authority);
    return { authorizerId, authorizationType: 'CUSTOM' };
  }
}

/** The authorizer of one WebSocket API that asks one function. */
class ConnectGatewayAuthorizer extends Construct {
  static for(
    webSocketApi: IWebSocketApi,
    authorityOf: (webSocketApi: IWebSocketApi) => Authority,
  ): ConnectGatewayAuthorizer {
    const own = Stack.of(webSocketApi);
    const authority = authorityOf(webSocketApi);
    const { scope, prefix } = placeOf(authority.authority, own);
    const id = `${prefix}${nameOf(webSocketApi, own)}`;
    const known = scope.node.tryFindChild(id);
    if (known instanceof ConnectGatewayAuthorizer) return known;
    return new ConnectGatewayAuthorizer(scope, id, webSocketApi, authority);
  }

  readonly authorizerId: string;

  private constructor(
    scope: Construct,
    id: string,
    webSocketApi: IWebSocketApi,
    { entry, role }: Authority,
  ) {
    super(scope, id);
    const authorizer = new CfnAuthorizer(this, 'Resource', {
      name: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      apiId: webSocketApi.apiId,
      authorizerType: 'REQUEST',
      authorizerUri: invocationOf(entry, this),
      authorizerCredentialsArn: role.roleArn,
      // A token may be in either of two headers, and each source would have to be there.
      identitySource: [],
    });
    this.authorizerId = authorizer.ref;
  }
}
