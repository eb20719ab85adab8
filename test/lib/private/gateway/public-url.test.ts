import { describe, expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ApiMapping,
  DomainName,
  HttpApi,
  type HttpApiProps,
  HttpStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AuthBackend,
  JwtAlgorithm,
  UsersApi,
  type UsersApiProps,
  UsersDomain,
} from '../../../../lib';
import { functionOf, newStack, synthesize } from '../../support';

interface Given {
  readonly api?: HttpApiProps;
  readonly props?: UsersApiProps;
  /** What else there is of the API, before the users or after them. */
  readonly before?: (stack: Stack, httpApi: HttpApi) => void;
  readonly after?: (stack: Stack, httpApi: HttpApi) => void;
}

function define({ api, props, before, after }: Given) {
  const stack = newStack({ env: { region: 'eu-central-1' } });
  const httpApi = new HttpApi(stack, 'Mine', api);
  before?.(stack, httpApi);
  const users = new UsersApi(stack, 'Users', { httpApi, ...props });
  after?.(stack, httpApi);
  return { stack, httpApi, users };
}

/** The URL that the stack was synthesised with: `{api}` for the API's endpoint, `{domain}` for its domain. */
function urlOf(given: Given): string {
  const { stack, users } = define(given);
  Template.fromStack(stack);
  const url = stack.resolve(users.url);
  const parts: readonly (string | Record<string, string>)[] = url['Fn::Join']?.[1] ?? [url];
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      return part.Ref?.startsWith('Domain') ? '{domain}' : '{api}';
    })
    .join('');
}

const stage = (stageName: string) => (stack: Stack, httpApi: HttpApi) => {
  new HttpStage(stack, `Stage${stageName}`, { httpApi, stageName, autoDeploy: true });
};

function domain(stack: Stack, id = 'Domain', domainName = `${id}.example.com`): DomainName {
  const certificate = Certificate.fromCertificateArn(stack, `${id}Certificate`, 'arn:certificate');
  return new DomainName(stack, id, { domainName, certificate });
}

const mapped =
  (apiMappingKey?: string, id = 'Domain', name?: string) =>
  (stack: Stack, httpApi: HttpApi) => {
    const target = httpApi.defaultStage;
    new ApiMapping(stack, `${id}Mapping`, {
      api: httpApi,
      domainName: domain(stack, id, name),
      ...(target && { stage: target }),
      ...(apiMappingKey !== undefined && { apiMappingKey }),
    });
  };

const WITHOUT_DEFAULT = { createDefaultStage: false };

describe('the URL of the routes on a given API', () => {
  test('has the name of the one stage where that is not the default', () => {
    expect(urlOf({ api: WITHOUT_DEFAULT, before: stage('prod') })).toBe('{api}/prod/users');
  });

  test('knows a stage and a domain that are defined after the users', () => {
    expect(urlOf({ api: WITHOUT_DEFAULT, after: stage('prod') })).toBe('{api}/prod/users');
    expect(urlOf({ after: mapped('v1') })).toBe('https://{domain}/v1/users');
  });

  test('is without a stage where there is a default one beside others', () => {
    expect(urlOf({ before: stage('beta') })).toBe('{api}/users');
  });

  test('has the key by which a domain is mapped to the API', () => {
    expect(urlOf({ before: mapped() })).toBe('https://{domain}/users');
    expect(urlOf({ before: mapped('v1') })).toBe('https://{domain}/v1/users');
    const api = { disableExecuteApiEndpoint: true };
    expect(urlOf({ api, before: mapped('v1') })).toBe('https://{domain}/v1/users');
  });

  test('is of the domain of the default stage where there are more', () => {
    const stack = newStack();
    const defaultDomainMapping = { domainName: domain(stack), mappingKey: 'v1' };
    const httpApi = new HttpApi(stack, 'Mine', { defaultDomainMapping });
    mapped('v2', 'Other')(stack, httpApi);
    const { users } = synthesize({ httpApi }, stack);
    expect(JSON.stringify(stack.resolve(users.url))).toMatch(/\{"Ref":"Domain\w+"\},"\/v1\/users"/);
  });

  test('is of the one named domain beside a wildcard', () => {
    const before: Given['before'] = (...at) => {
      mapped('v1', 'Wildcard', '*.example.com')(...at);
      mapped('v2')(...at);
    };
    expect(urlOf({ before })).toBe('https://{domain}/v2/users');
  });

  test.each<[string, Given, string]>([
    ['no stage', { api: WITHOUT_DEFAULT }, 'no stage'],
    [
      'several named stages',
      {
        api: WITHOUT_DEFAULT,
        before: (...at) => {
          stage('dev')(...at);
          stage('prod')(...at);
        },
      },
      'the 2 stages "dev", "prod"',
    ],
    [
      'no way to it',
      { api: { disableExecuteApiEndpoint: true } },
      'a disabled endpoint and no domain',
    ],
    [
      'several domains',
      {
        before: (...at) => {
          mapped('v1')(...at);
          mapped('v2', 'Other')(...at);
        },
      },
      '2 domains or paths of domains',
    ],
    [
      'a wildcard domain',
      { after: mapped('v1', 'Domain', '*.example.com') },
      'the wildcard domain "*.example.com"',
    ],
  ])('is refused at synth for an API with %s, unless it is given', (_, given, got) => {
    expect(() => urlOf(given)).toThrow(
      `domain: got none for Test/Mine with ${got}, expected one URL that tokens and redirects can name; give the base URL that clients see, as in domain: UsersDomain.at('https://api.example.com/users')`,
    );
    const url = 'https://api.example.com/v1/users';
    expect(urlOf({ ...given, props: { domain: UsersDomain.at(url) } })).toBe(url);
  });

  const imported = (apiEndpoint: string, props?: UsersApiProps) => {
    const stack = newStack();
    const httpApi = HttpApi.fromHttpApiAttributes(stack, 'Mine', { httpApiId: 'abc', apiEndpoint });
    return synthesize({ httpApi, ...props }, stack).users.url;
  };

  test.each([
    'x.example',
    'http://x.example',
    'https://x.example/v1',
    'https://*.example',
    'https://x.example//',
  ])('is refused at synth for an import with the endpoint %j, unless it is given', (endpoint) => {
    expect(() => imported(endpoint)).toThrow(
      `domain: got none for Test/Mine with the apiEndpoint ${JSON.stringify(endpoint)}, which is no https origin, expected one URL`,
    );
    const url = 'https://api.example.com/users';
    expect(imported(endpoint, { domain: UsersDomain.at(url) })).toBe(url);
  });

  test('has one slash where the endpoint of an import ends with another', () => {
    const stack = newStack();
    const httpApi = HttpApi.fromHttpApiAttributes(stack, 'Mine', {
      httpApiId: 'abc',
      apiEndpoint: 'https://x.example/',
    });
    const { users } = synthesize({ httpApi }, stack);
    expect(stack.resolve(users.url)).toBe('https://x.example/users');
  });

  test('is what tokens and links name', () => {
    const { stack } = define({
      api: WITHOUT_DEFAULT,
      after: stage('prod'),
      props: {
        authBackends: [AuthBackend.jwt({ algorithm: JwtAlgorithm.RS256 })],
      },
    });
    const template = Template.fromStack(stack);
    const environment = (id: string) =>
      JSON.stringify(functionOf(template, id).Environment.Variables);
    expect(environment('UsersDiscovery')).toContain('/prod/users');
    expect(environment('UsersListUsers')).toContain('/prod/users');
    expect(environment('UsersLoginJwt')).toContain('/prod/users');
  });
});
