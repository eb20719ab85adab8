import { Names, type Stack } from 'aws-cdk-lib';
import {
  AuthorizerPayloadVersion,
  HttpAuthorizer,
  HttpAuthorizerType,
  type IHttpApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { type Authority, invocationOf } from './authority';
import { nameOf, placeOf } from './authorizer-place';
import type { AuthorizerSettings } from './authorizer-settings';

interface GatewayAuthorizerProps extends Authority, Pick<AuthorizerSettings, 'byHeader' | 'ttl'> {
  readonly httpApi: IHttpApi;
}

/** The authorizer of one HTTP API that asks one function. */
export class GatewayAuthorizer extends Construct {
  /**
   * The one with these props for routes of a stack. Its id says API, function and time, and not which route
   * came first.
   */
  static for(routes: Stack, props: GatewayAuthorizerProps): GatewayAuthorizer {
    const { authority, httpApi, ttl } = props;
    const { scope, prefix } = placeOf(authority, routes);
    const id = `${prefix}${nameOf(httpApi, routes)}-${ttl.toSeconds()}s`;
    const known = scope.node.tryFindChild(id);
    if (known instanceof GatewayAuthorizer && known.httpApi === httpApi) return known;
    return new GatewayAuthorizer(scope, id, props);
  }

  readonly authorizerId: string;
  private readonly httpApi: IHttpApi;

  private constructor(scope: Construct, id: string, props: GatewayAuthorizerProps) {
    super(scope, id);
    const { httpApi, entry, role, byHeader, ttl } = props;
    const authorizer = new HttpAuthorizer(this, 'Authorizer', {
      httpApi,
      // Two of one API can't have the same.
      authorizerName: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      type: HttpAuthorizerType.LAMBDA,
      authorizerUri: invocationOf(entry, this),
      role,
      payloadFormatVersion: AuthorizerPayloadVersion.VERSION_2_0,
      enableSimpleResponses: true,
      // Empty and not left out: an update has to take away what was there before.
      identitySource: byHeader ? ['$request.header.Authorization'] : [],
      resultsCacheTtl: ttl,
    });
    this.authorizerId = authorizer.authorizerId;
    this.httpApi = httpApi;
  }
}
