import { describe, expect, test } from '@jest/globals';
import { Duration, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../../../../lib';
import { newStack } from '../../support';

function setUp() {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users', {
    authBackends: [AuthBackend.jwt({ algorithm: JwtAlgorithm.RS256 })],
  });
  return { stack, users, httpApi: users.httpApi as HttpApi };
}

function addRoute(httpApi: HttpApi, path: string, authorizer: IHttpRouteAuthorizer): void {
  const integration = new HttpUrlIntegration('Integration', 'https://example.com');
  httpApi.addRoutes({ path, methods: [HttpMethod.GET], integration, authorizer });
}

/** Puts routes of an API behind this many authorizers. */
function protect(users: UsersApi, httpApi: HttpApi, count: number): void {
  for (let seconds = 1; seconds <= count; seconds++) {
    const authorizer = users.authorizer({ resultsCacheTtl: Duration.seconds(seconds) });
    addRoute(httpApi, `/own/${seconds}`, authorizer);
  }
}

const REFUSAL =
  'authorizer: got 11 authorizers of Test/Users/Api, expected at most 10, as API Gateway takes no more of an API; give routes the same options';

describe('an API', () => {
  test('takes ten authorizers', () => {
    const { stack, users, httpApi } = setUp();
    protect(users, httpApi, 10);
    addRoute(httpApi, '/again', users.authorizer({ resultsCacheTtl: Duration.seconds(1) }));
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Authorizer', 10);
  });

  test('is refused with eleven', () => {
    const { stack, users, httpApi } = setUp();
    protect(users, httpApi, 11);
    expect(() => Template.fromStack(stack)).toThrow(`[Test/Users] ${REFUSAL}`);
  });

  test.each<[string, (users: UsersApi) => IHttpRouteAuthorizer]>([
    ['that verifies tokens by itself', (users) => users.jwtAuthorizer()],
    [
      "of the stack's own",
      () => new HttpJwtAuthorizer('Own', 'https://issuer.example.com', { jwtAudience: ['app'] }),
    ],
  ])('is refused with an eleventh %s', (_, eleventh) => {
    const { stack, users, httpApi } = setUp();
    protect(users, httpApi, 10);
    addRoute(httpApi, '/eleventh', eleventh(users));
    expect(() => Template.fromStack(stack)).toThrow(REFUSAL);
  });

  test('is not refused for the authorizers of another one', () => {
    const { stack, users, httpApi } = setUp();
    protect(users, httpApi, 10);
    protect(users, new HttpApi(stack, 'Other'), 10);
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('that is not that of the users is refused, too', () => {
    const { stack, users } = setUp();
    protect(users, new HttpApi(stack, 'Other'), 11);
    expect(() => Template.fromStack(stack)).toThrow('got 11 authorizers of Test/Other');
  });

  test('is taken with eleven where its quota is said to be raised', () => {
    const { stack, users, httpApi } = setUp();
    protect(users, httpApi, 11);
    const id = 'cdk-users-api:authorizersPerApi';
    Validations.of(users).acknowledge({ id, reason: 'AWS Support has raised the quota to 20.' });
    Template.fromStack(stack).resourceCountIs('AWS::ApiGatewayV2::Authorizer', 11);
  });
});
