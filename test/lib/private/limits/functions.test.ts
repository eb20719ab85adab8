import { describe, expect, test } from '@jest/globals';
import { CfnParameter, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { AuthBackend, UsersApi, type UsersApiProps } from '../../../../lib';
import { BRUTE_FORCE_DEFAULTS } from '../../../../lib/contract/limits';
import { functionOf, newStack, synthesize } from '../../support';

const origins = (count: number) =>
  Array.from({ length: count }, (_, number) => `https://app${number}.example.com`);

describe('the environment of a function', () => {
  /** A function with one variable, and what else it takes up. */
  const withVariable = (value: string, stack: Stack = newStack()) => {
    const users = new UsersApi(stack, 'Users');
    users.functions['create-user']?.addEnvironment('OWN', value);
    return () => Template.fromStack(stack);
  };
  const { template } = synthesize();
  const { Variables } = functionOf(template, 'UsersCreateUser').Environment;
  const TOKEN = 50;
  const taken = JSON.stringify({
    ...Variables,
    TABLE_NAME: 'x'.repeat(TOKEN),
    OWN: '',
  }).length;

  test('takes 4,096 bytes, of names and values as JSON', () => {
    expect(withVariable('v'.repeat(4096 - taken))).not.toThrow();
  });

  test('is refused with one more', () => {
    expect(withVariable('v'.repeat(4097 - taken))).toThrow(
      '[Test/Users] environment: got about 4097 bytes for Test/Users/CreateUser, most of them in OWN, expected at most 4096, as Lambda takes no more variables; name fewer authBackends',
    );
  });

  test('counts characters as bytes, and a quotation mark as two', () => {
    const room = 4096 - taken;
    expect(withVariable('é'.repeat(room / 2))).not.toThrow();
    expect(withVariable('é'.repeat(room / 2 + 1))).toThrow('environment: got');
    expect(withVariable('"'.repeat(room / 2 + 1))).toThrow('environment: got');
  });

  test('counts a token in a value as 50 characters', () => {
    const filled = (characters: number) => {
      const stack = newStack();
      const { valueAsString } = new CfnParameter(stack, 'Parameter');
      return withVariable(`${valueAsString}${'v'.repeat(characters)}`, stack);
    };
    expect(filled(4096 - taken - TOKEN)).not.toThrow();
    expect(filled(4097 - taken - TOKEN)).toThrow('environment: got about 4097 bytes');
  });

  test.each<[string, UsersApiProps]>([
    ['many backends', { authBackends: backends(12), allowedOrigins: origins(20) }],
    ['many origins', { allowedOrigins: origins(150) }],
  ])('is refused with %s', (_, props) => {
    expect(() => synthesize(props)).toThrow(
      /environment: got about \d+ bytes for Test\/Users\/\w+, most of them in (BACKENDS|ALLOWED_ORIGINS)/,
    );
  });

  test('counts secrets of the stack as what their ARNs have', () => {
    const measured = (name: string) => {
      try {
        synthesize({ authBackends: backends(12), allowedOrigins: origins(40) });
      } catch (error) {
        return Number(
          new RegExp(`got about (\\d+) bytes for Test/Users/${name},`).exec(String(error))?.[1],
        );
      }
      throw new Error('it was taken');
    };
    const arn =
      'arn:aws:secretsmanager:sa-east-1:111122223333:secret:UsersKeysRS256Public84C76131-123456789012-123456';
    const settings = backends(12).map(({ name, _transport, _strategy }) => ({
      name,
      transport: _transport,
      strategy: {
        ..._strategy,
        keys: {
          ...{ kind: 'key-pair', algorithm: 'RS256', issuer: 'x'.repeat(TOKEN) },
          publicSecretArn: arn,
        },
      },
    }));
    const expected = JSON.stringify({
      TABLE_NAME: 'x'.repeat(TOKEN),
      ALLOWED_ORIGINS: JSON.stringify(origins(40)),
      BACKENDS: JSON.stringify(settings),
      BRUTE_FORCE: JSON.stringify(BRUTE_FORCE_DEFAULTS),
    }).length;
    expect(measured('DeleteMe')).toBeGreaterThan(expected);
    expect(measured('DeleteMe')).toBeLessThan(expected + 200);
  });
});

function backends(count: number): AuthBackend[] {
  return Array.from({ length: count }, (_, number) =>
    AuthBackend.cookie({ name: `web-${number}`, cookieName: `__Host-web-${number}` }),
  );
}

describe('the description of a function', () => {
  const describedAs = (description: string) => () => {
    const stack = newStack();
    const { functions } = new UsersApi(stack, 'Users');
    (functions.register?.node.defaultChild as CfnFunction).description = description;
    Template.fromStack(stack);
  };

  test('takes 256 characters', () => {
    expect(describedAs('d'.repeat(256))).not.toThrow();
  });

  test('is refused with one more', () => {
    expect(describedAs('d'.repeat(257))).toThrow(
      '[Test/Users] description: got 257 characters for Test/Users/Register, expected at most 256, as Lambda takes no more; give that function a shorter one',
    );
  });

  /** What an authorizer for the first of these backends is described as. */
  const authorizerOf = (names: string[], count: number) => {
    const stack = newStack();
    const authBackends = names.map((name) => AuthBackend.jwt({ name }));
    const users = new UsersApi(stack, 'Users', { authBackends });
    (users.httpApi as HttpApi).addRoutes({
      path: '/own',
      methods: [HttpMethod.GET],
      integration: new HttpUrlIntegration('Integration', 'https://example.com'),
      authorizer: users.authorizer({ backends: names.slice(0, count) }),
    });
    const made = Object.keys(users.functions).find((name) => name.startsWith('authorizer'));
    const resource = users.functions[String(made)]?.node.defaultChild as CfnFunction;
    return String(resource.description);
  };
  const long = (number: number) => `${'b'.repeat(30)}${number}`;

  test('counts the backends whose names do not fit', () => {
    const names = Array.from({ length: 8 }, (_, number) => long(number));
    const summary = "Tell who calls a route of the stack's own, and whether they may.";
    expect(authorizerOf(names, 5)).toBe(`${summary} Backend: ${names.slice(0, 5).join(', ')}.`);
    const described = authorizerOf(names, 7);
    expect(described).toBe(`${summary} Backend: ${names.slice(0, 5).join(', ')} and 2 more.`);
    expect(described.length).toBeLessThanOrEqual(256);
  });
});
