import { describe, expect, test } from '@jest/globals';
import { CfnParameter, Duration, Fn, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AuthBackend, Mfa, PasswordHash, UserModel, UsersApi, UsersDomain } from '../../lib';
import { publicStructs } from './public-structs';
import { CASES } from './struct-cases';
import { functionOf, newStack, synthesize } from './support';
import { google } from './support-oauth';

/** Values that only the deployment knows, by the types of the options that take them. */
const TOKENS: Readonly<Record<string, (stack: Stack) => unknown>> = {
  string: (stack) => new CfnParameter(stack, 'Late').valueAsString,
  number: (stack) => new CfnParameter(stack, 'Late', { type: 'Number' }).valueAsNumber,
  Duration: (stack) =>
    Duration.seconds(new CfnParameter(stack, 'Late', { type: 'Number' }).valueAsNumber),
  'string[]': (stack) =>
    new CfnParameter(stack, 'Late', { type: 'CommaDelimitedList' }).valueAsList,
};

/** Options that are nothing without another. */
const BESIDE: Readonly<Record<string, object>> = {
  allowedHeaders: { allowedOrigins: ['https://app.example.com'] },
};

/** Options that do nothing unless another prop is given. */
const ELSEWHERE = ['mfaUrl'];

const CALLS = publicStructs().flatMap(({ name: struct, options }) =>
  options.flatMap(({ name, type }) => {
    const token = TOKENS[type];
    if (token === undefined || ELSEWHERE.includes(name)) return [];
    return Object.entries(CASES[struct] ?? {}).map(
      ([place, make]) => [`${struct}.${name}`, place, { name, make, token }] as const,
    );
  }),
);

describe('an option that only the deployment knows', () => {
  test.each(CALLS)('is handed on or refused as a token: %s of %s', (_, _place, call) => {
    const { name, make, token } = call;
    const stack = newStack();
    const options = { ...BESIDE[name], [name]: token(stack) };
    try {
      make(stack, options);
    } catch (error) {
      expect(error).toMatchObject({ name: 'UsersApiError' });
      const { message } = error as Error;
      expect(message).toMatch(new RegExp(`${name}: got a (token|time that is known only)`));
      expect(message).toMatch(/known at synth|whole days/);
      return;
    }
    expect(JSON.stringify(Template.fromStack(stack))).toContain('"Ref":"Late"');
  });
});

test('a page for the second factor that only the deployment knows is handed on', () => {
  const stack = newStack();
  const mfaUrl = new CfnParameter(stack, 'Late').valueAsString;
  const oauthClients = [google({ mfaUrl })];
  const { template } = synthesize({ mfa: Mfa.totp(), oauthClients }, stack);
  expect(JSON.stringify(template.toJSON())).toContain('"MFA_URL":{"Ref":"Late"}');
});

describe('a list that only the deployment knows', () => {
  const list = (stack: Stack) =>
    new CfnParameter(stack, 'Late', { type: 'CommaDelimitedList' }).valueAsList;

  test('is in the CORS configuration as it is, and as JSON in the environment', () => {
    const stack = newStack();
    const { template } = synthesize(
      { allowedOrigins: list(stack), domain: UsersDomain.at('https://auth.example.com/users') },
      stack,
    );
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: { Ref: 'Late' } },
    });
    expect(functionOf(template, 'UsersUpdateMe').Environment.Variables.ALLOWED_ORIGINS).toEqual({
      'Fn::Join': [
        '',
        ['["', { 'Fn::Join': ['","', { Ref: 'Late' }] }, '","https://auth.example.com"]'],
      ],
    });
  });

  test('comes after the headers that are always allowed', () => {
    const stack = newStack();
    const { template } = synthesize(
      { allowedOrigins: ['https://app.example.com'], allowedHeaders: list(stack) },
      stack,
    );
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: {
        AllowHeaders: {
          'Fn::Split': [
            ',',
            {
              'Fn::Join': [
                ',',
                [
                  Match.stringLikeRegexp('^authorization,.+,tracestate$'),
                  { 'Fn::Join': [',', { Ref: 'Late' }] },
                ],
              ],
            },
          ],
        },
      },
    });
  });

  test('makes no resource of its own', () => {
    const stack = newStack();
    const late = list(stack);
    const { template } = synthesize(
      { allowedOrigins: late, passwordPolicy: { contextWords: late } },
      stack,
    );
    expect(Object.keys(template.toJSON().Resources)).toEqual(
      Object.keys(synthesize().template.toJSON().Resources),
    );
  });

  test.each([
    ['allowedOrigins', (late: string[]) => ({ allowedOrigins: late })],
    [
      'allowedHeaders',
      (late: string[]) => ({ allowedOrigins: ['https://a.example'], allowedHeaders: late }),
    ],
    [
      'passwordPolicy.contextWords',
      (late: string[]) => ({ passwordPolicy: { contextWords: late } }),
    ],
  ])('is refused among other members of %s', (setting, props) => {
    const stack = newStack();
    const mixed = [...list(stack), 'acme'];
    expect(() => new UsersApi(stack, 'Users', props(mixed))).toThrow(
      `${setting}: got a list token together with other members, expected either a list token by itself, or members one by one; give the whole list by the parameter, or pick its members, as in Fn.select(0, parameter.valueAsList)`,
    );
    const picked = [Fn.select(0, list(newStack()))];
    expect(() => new UsersApi(newStack(), 'Users', props(picked))).not.toThrow();
  });
});

test('a list of scopes that only the deployment knows is one text, as providers get it', () => {
  const stack = newStack();
  CASES.OidcClientOptions?.['OAuthClient.oidc()']?.(stack, {
    scopes: new CfnParameter(stack, 'Late', { type: 'CommaDelimitedList' }).valueAsList,
  });
  expect(JSON.stringify(Template.fromStack(stack))).toContain(
    JSON.stringify({ 'Fn::Join': [' ', { Ref: 'Late' }] }),
  );
});

describe('a base path', () => {
  test('that is a token is refused by its prop', () => {
    const stack = newStack();
    const basePath = new CfnParameter(stack, 'Late').valueAsString;
    expect(() => new UsersApi(stack, 'Users', { basePath })).toThrow(
      'Test/Users: basePath: got a token, expected a path with a slash in front, known at synth; write the slash, as in `/${parameter.valueAsString}`',
    );
    expect(stack.node.tryFindChild('Users')).toBeUndefined();
  });

  test('can end with a token', () => {
    const stack = newStack();
    const basePath = `/${new CfnParameter(stack, 'Late').valueAsString}`;
    const { template } = synthesize({ basePath }, stack);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: { 'Fn::Join': ['', ['POST /', { Ref: 'Late' }, '/register']] },
    });
  });
});

test('names and paths of files that are tokens are called tokens', () => {
  const late = Fn.ref('Late');
  const expected = 'got a token, expected';
  expect(() => AuthBackend.jwt({ name: late })).toThrow(`AuthBackend.name: ${expected}`);
  expect(() => UserModel.fromFile(late)).toThrow(`UserModel.file: ${expected}`);
  expect(() =>
    CASES.OidcClientOptions?.['OAuthClient.oidc()']?.(newStack(), { name: late }),
  ).toThrow(`OAuthClient.name: ${expected}`);
  expect(() => new UsersApi(newStack(), 'Users').jwtAuthorizer(late)).toThrow(
    'jwtAuthorizer: got a token for jwt with RS256',
  );
});

test('a cost that only the deployment knows is marked, so that the function checks it', () => {
  const stack = newStack();
  const cost = new CfnParameter(stack, 'Late', { type: 'Number' }).valueAsNumber;
  const { template } = synthesize({ passwordHash: PasswordHash.bcrypt({ cost }) }, stack);
  expect(functionOf(template, 'UsersRegister').Environment.Variables.PASSWORD_HASH).toEqual({
    'Fn::Join': ['', ['{"scheme":"bcrypt","cost":', { Ref: 'Late' }, ',"unchecked":true}']],
  });
});
