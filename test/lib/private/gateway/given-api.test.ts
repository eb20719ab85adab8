import { describe, expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnApi,
  CfnStage,
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  type IApiRef,
  WebSocketApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { AuthBackend, UsersApi, type UsersApiProps, UsersDomain } from '../../../../lib';
import { newStack, synthesize } from '../../support';

/** Messages of a warning with this id. */
function warningsOf(stack: Stack, id: string): readonly string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp(id))
    .map(({ entry }) => String(entry.data).replace(` [ack: ${id}]`, ''));
}

describe('a given API that is only a resource', () => {
  const bare = (more: object = {}) => {
    const stack = newStack();
    const httpApi = new CfnApi(stack, 'Mine', { name: 'mine', protocolType: 'HTTP', ...more });
    const stage = (stageName: string) => {
      new CfnStage(stack, `Stage${stageName}`, { apiId: httpApi.ref, stageName, autoDeploy: true });
    };
    return { stack, httpApi, stage };
  };

  test('gets the routes, and tells its URL by its stage', () => {
    const { stack, httpApi, stage } = bare();
    stage('$default');
    const { users, template } = synthesize({ httpApi }, stack);
    template.allResourcesProperties('AWS::ApiGatewayV2::Route', { ApiId: { Ref: 'Mine' } });
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 1);
    expect(stack.resolve(users.url)).toEqual({
      'Fn::Join': ['', [{ 'Fn::GetAtt': ['Mine', 'ApiEndpoint'] }, '/users']],
    });
  });

  test('has the name of its one stage in the URL', () => {
    const { stack, httpApi, stage } = bare();
    stage('prod');
    const { users } = synthesize({ httpApi }, stack);
    expect(JSON.stringify(stack.resolve(users.url))).toContain('/prod/users');
  });

  test('is refused by its own path where nothing leads to it', () => {
    const { stack, httpApi } = bare({ disableExecuteApiEndpoint: true });
    expect(() => synthesize({ httpApi }, stack)).toThrow(
      'domain: got none for Test/Mine with a disabled endpoint and no domain',
    );
  });

  test('may be known only by its id', () => {
    const stack = newStack();
    const httpApi = CfnApi.fromApiId(stack, 'Mine', 'abc');
    const { users, template } = synthesize({ httpApi }, stack);
    template.allResourcesProperties('AWS::ApiGatewayV2::Route', { ApiId: 'abc' });
    expect(JSON.stringify(stack.resolve(users.url))).toMatch(
      /https:\/\/abc\.execute-api\..+\/users/,
    );
  });

  test.each<[string, (stack: Stack) => IApiRef, string]>([
    ['a WebSocket API', (stack) => new WebSocketApi(stack, 'Mine'), 'an API of WEBSOCKET'],
    ['a REST API', (stack) => new RestApi(stack, 'Mine') as never, 'a REST API'],
  ])('is refused where it is %s', (_, make, got) => {
    const stack = newStack();
    const httpApi = make(stack);
    expect(() => new UsersApi(stack, 'Users', { httpApi })).toThrow(
      `Test/Users: httpApi: got Test/Mine, ${got}, expected an HTTP API; give an HttpApi, or a CfnApi with protocolType HTTP, or leave it out for one of the construct`,
    );
    expect(stack.node.tryFindChild('Users')).toBeUndefined();
  });

  test('is the same API for two users APIs, whose paths must differ', () => {
    const { stack, httpApi, stage } = bare();
    stage('$default');
    new UsersApi(stack, 'Users', { httpApi });
    expect(() => new UsersApi(stack, 'Staff', { httpApi })).toThrow(
      'basePath: got "/users", which Test/Users has on the same HTTP API',
    );
  });
});

describe('the stage of an imported API', () => {
  const ID = 'cdk-users-api:unknownStage';
  const imported = (apiEndpoint?: string, props: UsersApiProps = {}) => {
    const stack = newStack();
    const attributes = { httpApiId: 'abc', ...(apiEndpoint && { apiEndpoint }) };
    const httpApi = HttpApi.fromHttpApiAttributes(stack, 'Mine', attributes);
    synthesize({ httpApi, ...props }, stack);
    return warningsOf(stack, ID);
  };

  test('is warned of, since the URL that tokens name is then a guess', () => {
    expect(imported()).toEqual([
      "httpApi: got Test/Mine, an import without an apiEndpoint, expected one whose stage is known; its URL is taken to be that of the stage $default, so say where clients reach it, as in domain: UsersDomain.at('https://api.example.com/users')",
    ]);
  });

  test('is not asked for where the URL is said', () => {
    expect(imported('https://api.example.com')).toEqual([]);
    const domain = UsersDomain.at('https://api.example.com/users');
    expect(imported(undefined, { domain })).toEqual([]);
  });
});

describe('allowedOrigins beside a given API', () => {
  const ID = 'cdk-users-api:corsOfGivenApi';
  const ORIGIN = 'https://app.example.com';
  const enough = {
    allowOrigins: [ORIGIN],
    allowCredentials: true,
    allowMethods: [
      CorsHttpMethod.GET,
      CorsHttpMethod.POST,
      CorsHttpMethod.PATCH,
      CorsHttpMethod.DELETE,
    ],
    allowHeaders: ['Authorization', 'Content-Type'],
  };

  const lacking = (
    corsPreflight: CorsPreflightOptions | undefined,
    props: UsersApiProps = {},
    after: (api: CfnApi) => void = () => {},
  ) => {
    const stack = newStack();
    const httpApi = new HttpApi(stack, 'Mine', { ...(corsPreflight && { corsPreflight }) });
    const both = { authBackends: [AuthBackend.jwt(), AuthBackend.cookie()] };
    new UsersApi(stack, 'Users', { httpApi, allowedOrigins: [ORIGIN], ...both, ...props });
    after(httpApi.node.defaultChild as CfnApi);
    Template.fromStack(stack);
    return warningsOf(stack, ID).map(
      (text) => /^allowedOrigins: got the httpApi Test\/Mine, (.*), expected CORS/.exec(text)?.[1],
    );
  };

  test('is warned of where that API has no CORS, or lacks a part of it', () => {
    expect(lacking(undefined)).toEqual(['which has no CORS']);
    expect(
      lacking({ allowOrigins: ['https://other.example.com'], allowMethods: [CorsHttpMethod.GET] }),
    ).toEqual([
      'whose CORS lacks the origin https://app.example.com, credentials, the method POST, the method PATCH, the method DELETE, the header authorization, the header content-type',
    ]);
  });

  test('is not warned of where the CORS is enough, whatever its case and wildcards', () => {
    expect(lacking(enough)).toEqual([]);
    expect(lacking({ ...enough, allowOrigins: ['https://*'] })).toEqual([]);
    expect(lacking({ ...enough, allowMethods: [CorsHttpMethod.ANY], allowHeaders: ['*'] })).toEqual(
      [],
    );
  });

  test('needs credentials only for cookies, and the header of tokens only for tokens', () => {
    const { allowCredentials: _, ...open } = { ...enough, allowOrigins: ['*'] };
    expect(lacking(open, { authBackends: [AuthBackend.jwt()] })).toEqual([]);
    const headers = { ...enough, allowHeaders: ['content-type'] };
    expect(lacking(headers, { authBackends: [AuthBackend.cookie()] })).toEqual([]);
    expect(lacking(headers)).toEqual(['whose CORS lacks the header authorization']);
  });

  test('sees what was set after the users, and what was overridden', () => {
    const corsConfiguration = { ...enough, allowMethods: ['*'] };
    expect(lacking(undefined, {}, (api) => Object.assign(api, { corsConfiguration }))).toEqual([]);
    expect(
      lacking(enough, {}, (api) =>
        api.addPropertyOverride('CorsConfiguration.AllowCredentials', false),
      ),
    ).toEqual(['whose CORS lacks credentials']);
  });

  test('is said once of an import, whose CORS cannot be seen, and can be acknowledged', () => {
    const stack = newStack();
    const httpApi = HttpApi.fromHttpApiAttributes(stack, 'Mine', {
      httpApiId: 'abc',
      apiEndpoint: 'https://api.example.com',
    });
    const users = new UsersApi(stack, 'Users', { httpApi, allowedOrigins: [ORIGIN] });
    Template.fromStack(stack);
    expect(warningsOf(stack, ID)).toEqual([
      'allowedOrigins: got the httpApi Test/Mine, an import, whose CORS cannot be seen here, expected CORS for these origins, as browsers keep answers from their pages otherwise; the corsPreflight that it needs is in docs/frontend.md',
    ]);
    expect(users.node.metadata.filter(({ data }) => String(data).includes(ID))).toHaveLength(1);
  });

  test('is not warned of without allowedOrigins, nor for an API of the construct', () => {
    expect(lacking(undefined, { allowedOrigins: [] })).toEqual([]);
    const { stack } = synthesize({ allowedOrigins: [ORIGIN] });
    expect(warningsOf(stack, ID)).toEqual([]);
  });
});
