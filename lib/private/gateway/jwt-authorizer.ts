import {
  HttpAuthorizer,
  HttpAuthorizerType,
  type IHttpApi,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import type { AuthBackend } from '../../auth-backend';
import { keyPairOf } from '../../contract/backend.ts';
import { Found, UsersApiError } from '../errors';
import { available } from './public-url';

/** The construct whose tokens are verified, by what its API publishes. */
interface Issuer extends Construct {
  readonly httpApi: IHttpApi;
  /** Without a slash at the end. */
  readonly url: string;
}

/** API Gateway's own authorizer for the tokens of one backend; the same one whenever it is asked for. */
export function jwtAuthorizer(
  users: Issuer,
  backends: readonly AuthBackend[],
  name: string | undefined,
): IHttpRouteAuthorizer {
  const backend = backendOf(backends, name);
  const id = `JwtAuthorizer-${backend.name}`;
  const known = users.node.tryFindChild(id) as HttpAuthorizer | undefined;
  const { authorizerId } = known ?? newAuthorizer(users, id, backend);
  return { bind: () => ({ authorizerId, authorizationType: HttpAuthorizerType.JWT }) };
}

function newAuthorizer(users: Issuer, id: string, backend: AuthBackend): HttpAuthorizer {
  const { httpApi } = users;
  const authorizer = new HttpAuthorizer(users, id, {
    httpApi,
    type: HttpAuthorizerType.JWT,
    identitySource: ['$request.header.Authorization'],
    jwtIssuer: users.url,
    jwtAudience: [backend.audience],
  });
  // API Gateway reads the discovery document now, and the keys with the first request.
  const stage = users.node.tryFindChild('Stage') ?? available(() => httpApi.defaultStage);
  const made = ['Discovery', 'Jwks', 'RotateKeys'];
  const needed = made.map((child) => users.node.findChild(child));
  authorizer.node.addDependency(...needed, ...(stage === undefined ? [] : [stage]));
  return authorizer;
}

function backendOf(backends: readonly AuthBackend[], name: string | undefined): AuthBackend {
  const verifiable = backends.filter(({ _strategy }) => keyPairOf(_strategy) === 'RS256');
  const found =
    name === undefined ? verifiable[0] : verifiable.find((backend) => backend.name === name);
  if (found !== undefined) return found;
  const listed = backends
    .map(({ name, algorithm, _strategy }) =>
      _strategy.kind === 'session' ? `${name} with sessions` : `${name} with ${algorithm.name}`,
    )
    .join(', ');
  throw new UsersApiError('jwtAuthorizer', {
    got: new Found(`${name === undefined ? 'no name' : `"${name}"`} for ${listed}`),
    expected: 'a backend with RS256, the one algorithm that API Gateway verifies',
    fix: 'leave the algorithm of AuthBackend.jwt out, or make it JwtAlgorithm.RS256',
  });
}
