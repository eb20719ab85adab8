import { describe, expect, test } from '@jest/globals';
import { StackScope } from '../../src/cloudformation/stack-scope.ts';
import type { JsonObject, Template } from '../../src/cloudformation/template.ts';
import { identifyHttpApis } from '../../src/gateway/identify-http-api.ts';

const environment = { account: '111122223333', region: 'eu-west-1' };
const HERE = 'http://127.0.0.1:3000';

function scopeOf({ metadata, resources }: { metadata?: JsonObject; resources?: object }) {
  const template: Template = {
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api', ...(metadata && { Metadata: metadata }) },
      Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { StageName: 'prod' } },
      Domain: {
        Type: 'AWS::ApiGatewayV2::DomainName',
        Properties: { DomainName: 'example.com' },
      },
      ...resources,
    },
  };
  const scope = new StackScope(template, 'Stack', environment);
  identifyHttpApis(template, scope, environment, new Map([['Api', HERE]]));
  return scope;
}

const mapping = (properties: JsonObject) => ({
  Type: 'AWS::ApiGatewayV2::ApiMapping',
  Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, ...properties },
});

describe('a domain that is mapped to the API', () => {
  test('is this machine, with the name of a stage in place of the key of the mapping', () => {
    const scope = scopeOf({
      resources: {
        Bare: mapping({ Stage: '$default' }),
        Keyed: mapping({ Stage: { Ref: 'Stage' }, ApiMappingKey: 'v1' }),
      },
    });
    const urls = ['https://example.com/users', 'https://example.com/v1/users'];
    expect(scope.resolve(urls)).toEqual([`${HERE}/users`, `${HERE}/prod/users`]);
    const joined = { 'Fn::Join': ['', ['https://', { Ref: 'Domain' }, '/users']] };
    expect(scope.resolve(joined)).toBe(`${HERE}/users`);
  });

  test('is not taken for a host, or a path, that only begins like it', () => {
    const scope = scopeOf({
      resources: { Keyed: mapping({ Stage: '$default', ApiMappingKey: 'v1' }) },
    });
    for (const other of [
      'https://example.com.evil.example',
      'https://example.community/v1',
      'https://example.com/v10',
      'https://example.com/app',
    ]) {
      expect(scope.resolve(other)).toBe(other);
    }
  });

  test('is left alone where it is mapped to an API of another stack', () => {
    const scope = scopeOf({ resources: { Other: mapping({ ApiId: 'abc', Stage: '$default' }) } });
    expect(scope.resolve('https://example.com/users')).toBe('https://example.com/users');
  });
});

describe('a URL that the metadata of the API names', () => {
  test('is this machine, and pages beside it stay where they are', () => {
    const metadata = {
      'cdk-users-api:publicUrls': [{ url: 'https://www.example.com/v1/users', path: '/users' }],
    };
    const values = {
      issuer: 'https://www.example.com/v1/users',
      redirect: 'https://www.example.com/v1/users/oauth/acme/callback',
      origin: 'https://www.example.com',
      page: 'https://www.example.com/v1/users-guide',
    };
    expect(scopeOf({ metadata }).resolve(values)).toEqual({
      ...values,
      issuer: `${HERE}/users`,
      redirect: `${HERE}/users/oauth/acme/callback`,
    });
  });
});
