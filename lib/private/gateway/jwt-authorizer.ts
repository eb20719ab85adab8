import { Names, Stack } from 'aws-cdk-lib';
import {
  HttpAuthorizer,
  HttpAuthorizerType,
  type HttpRouteAuthorizerBindOptions,
  type HttpRouteAuthorizerConfig,
  type IHttpApi,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import { available } from '../available';
import { nameOf, placeOf } from './authorizer-place';
import { type Issuer, type Verifiable, waitForKeys } from './verifiable';

/**
 * API Gateway's own authorizer for the tokens of one backend: one for each API. It makes nothing before it
 * has a route.
 */
export class JwtRouteAuthorizer implements IHttpRouteAuthorizer {
  private readonly users: Issuer;
  private readonly backend: Verifiable;
  private readonly bound: (httpApi: IHttpApi) => void;

  /** @param bound is told each API that gets an authorizer */
  constructor(users: Issuer, backend: Verifiable, bound: (httpApi: IHttpApi) => void) {
    this.users = users;
    this.backend = backend;
    this.bound = bound;
  }

  bind({ route, scope }: HttpRouteAuthorizerBindOptions): HttpRouteAuthorizerConfig {
    const { httpApi } = route;
    this.bound(httpApi);
    const { authorizerId } = this.authorizerOf(httpApi, Stack.of(scope));
    return { authorizerId, authorizationType: HttpAuthorizerType.JWT };
  }

  private authorizerOf(httpApi: IHttpApi, routes: Stack): HttpAuthorizer {
    const { users, backend } = this;
    const { scope, prefix } = placeOf(users, routes);
    const own = httpApi === available(() => users.httpApi) && scope === users;
    const name = backend.name === undefined ? '' : `-${backend.name}`;
    const id = `${prefix}JwtAuthorizer${name}${own ? '' : `-${nameOf(httpApi, routes)}`}`;
    const known = scope.node.tryFindChild(id)?.node.defaultChild;
    return known instanceof HttpAuthorizer ? known : this.make(new Construct(scope, id), httpApi);
  }

  private make(scope: Construct, httpApi: IHttpApi): HttpAuthorizer {
    const { users, backend } = this;
    const authorizer = new HttpAuthorizer(scope, 'Default', {
      httpApi,
      // Two of one API can't have the same, and two users APIs can be on one.
      authorizerName: Names.uniqueResourceName(scope, { maxLength: 128, separator: '-' }),
      type: HttpAuthorizerType.JWT,
      identitySource: ['$request.header.Authorization'],
      jwtIssuer: users.url,
      jwtAudience: [backend.audience],
    });
    // API Gateway reads the discovery document now, and the keys with the first request.
    waitForKeys(authorizer, users);
    return authorizer;
  }
}
