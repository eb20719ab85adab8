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
import type { AuthBackend } from '../../auth-backend';
import { keyPairOf } from '../../contract/backend.ts';
import { Found, quoted, UsersApiError } from '../errors';
import { nameOf, placeOf } from './authorizer-place';
import { CUSTOM_DOMAIN_ID } from './custom-domain';
import { available } from './public-url';

/** The construct whose tokens are verified, by what its API publishes. */
export interface Issuer extends Construct {
  readonly httpApi: IHttpApi;
  /** Without a slash at the end. */
  readonly url: string;
}

/** A backend by what its tokens say; an import may know the audience of the first, and not its name. */
export interface Verifiable {
  readonly name?: string;
  readonly audience: string;
}

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
    // API Gateway reads the discovery document now, and the keys with the first request. An import is
    // deployed already.
    const made = ['Discovery', 'Jwks', 'RotateKeys', 'Stage', CUSTOM_DOMAIN_ID];
    const needed = made.flatMap((child) => users.node.tryFindChild(child) ?? []);
    const given = available(() => users.httpApi.defaultStage);
    authorizer.node.addDependency(...needed, ...(given === undefined ? [] : [given]));
    return authorizer;
  }
}

/**
 * The backend of this name, whose tokens others than the API can verify; the first such if there is no name.
 *
 * @param asked by what, for the message
 */
export function verifiableBackend(
  backends: readonly AuthBackend[],
  name: string | undefined,
  asked: string,
): AuthBackend {
  const verifiable = backends.filter(({ _strategy }) => keyPairOf(_strategy) === 'RS256');
  const found =
    name === undefined ? verifiable[0] : verifiable.find((backend) => backend.name === name);
  if (found !== undefined) return found;
  const listed = backends
    .map(({ name, algorithm, _strategy }) =>
      _strategy.kind === 'session' ? `${name} with sessions` : `${name} with ${algorithm.name}`,
    )
    .join(', ');
  throw new UsersApiError(asked, {
    got: new Found(`${name === undefined ? 'no name' : quoted(name)} for ${listed}`),
    expected: 'a backend with RS256, the one algorithm that AWS services verify',
    fix: 'leave the algorithm of AuthBackend.jwt out, or make it JwtAlgorithm.RS256',
  });
}
