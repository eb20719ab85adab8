import { describe, expect, test } from '@jest/globals';
import { CfnParameter } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  Mfa,
  Passkeys,
  type PasskeysOptions,
  RequireMfa,
  UsersDomain,
  UserVerification,
} from '../../lib';
import { functionOf, newStack, refusal, synthesize } from './support';

const GIVEN: PasskeysOptions = {
  rpId: 'example.com',
  rpName: 'Example',
  origins: ['https://www.example.com'],
};

const on = (options: Partial<PasskeysOptions> = {}) => ({
  passkeys: Passkeys.on({ ...GIVEN, ...options }),
});

const refused = (options: Partial<PasskeysOptions>) => refusal(() => on(options));

const settingOf = (options: Partial<PasskeysOptions>, id = 'UsersPasskeyLoginJwt') => {
  const { template } = synthesize(on(options));
  return JSON.stringify(functionOf(template, id).Environment.Variables.PASSKEYS);
};

describe('passkeys', () => {
  test('are off by default, and then there is no resource for them', () => {
    const without = synthesize({}).template.toJSON();
    const off = synthesize({ passkeys: Passkeys.off() }).template.toJSON();
    expect(off).toEqual(without);
    expect(JSON.stringify(without)).not.toMatch(/PASSKEYS|PasskeyChallenge/);
  });

  test('have routes, one secret, and nothing else that is new for a backend', () => {
    const { template } = synthesize(on());
    const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route'))
      .map(({ Properties }) => Properties.RouteKey as string)
      .filter((key) => /passkey|webauthn|mfa/.test(key));
    expect(routes.toSorted()).toEqual([
      'DELETE /users/me/passkeys/{passkey_id}',
      'DELETE /users/{id}/passkeys/{passkey_id}',
      'GET /users/me/mfa',
      'GET /users/me/passkeys',
      'GET /users/{id}/passkeys',
      'PATCH /users/me/passkeys/{passkey_id}',
      'POST /users/login/jwt/passkey',
      'POST /users/login/jwt/passkey/options',
      'POST /users/me/passkeys',
      'POST /users/me/passkeys/options',
    ]);
    const count = (props: object) =>
      Object.keys(synthesize(props).template.findResources('AWS::SecretsManager::Secret')).length;
    expect(count(on()) - count({})).toBe(1);
  });

  test('are made for the domain and the pages that were given, with a PIN or a finger unless it is said', () => {
    const text = settingOf({});
    for (const part of ['example.com', 'Example', 'https://www.example.com', 'required']) {
      expect(text).toContain(part);
    }
    expect(settingOf({ userVerification: UserVerification.PREFERRED })).toContain('preferred');
    expect(settingOf({ userVerification: UserVerification.DISCOURAGED })).toContain('discouraged');
  });

  test('are a second factor, by which requireMfa can be met', () => {
    const { template } = synthesize({ ...on(), requireMfa: RequireMfa.EVERYONE });
    const { SECOND_FACTORS: alone } = functionOf(template, 'UsersLoginJwt').Environment.Variables;
    expect(JSON.stringify(alone)).toContain('passkey');
    const both = synthesize({ ...on(), mfa: Mfa.totp() }).template;
    const { SECOND_FACTORS: with_ } = functionOf(both, 'UsersLoginJwt').Environment.Variables;
    expect(JSON.stringify(with_)).toContain('passkey');
  });

  test.each([
    ['Example.com'],
    ['https://example.com'],
    ['example.com:443'],
    ['example.com/users'],
    ['192.0.2.1'],
    ['com'],
    [''],
  ])('refuse the rpId %p', (rpId) => {
    expect(refused({ rpId })).toMatch(/^Passkeys\.rpId: got .*, expected a domain in lower case/);
  });

  test.each([[''], [' Example'], ['x'.repeat(65)], ['a\nb']])('refuse the rpName %p', (rpName) => {
    expect(refused({ rpName })).toMatch(/^Passkeys\.rpName: got .*, expected 1 to 64 characters/);
  });

  test.each([
    ['https://example.org'],
    ['https://notexample.com'],
    ['https://example.com.evil.test'],
  ])('refuse the origin %p, which is not under the rpId', (origin) => {
    expect(refused({ origins: [origin] })).toMatch(
      /^Passkeys\.origins: got .*, expected example\.com or a subdomain of it as the host/,
    );
  });

  test.each([
    ['http://www.example.com'],
    ['https://www.example.com/'],
    ['https://*.example.com'],
    ['https://www.example.com:443'],
    ['https://WWW.example.com'],
    ['www.example.com'],
    ['android:apk-key-hash:short'],
  ])('refuse the origin %p, which browsers would not send', (origin) => {
    expect(refused({ origins: [origin] })).toMatch(
      /^Passkeys\.origins: got .*, expected https:\/\/host\[:port\]/,
    );
  });

  test('refuse pages below localhost, which to browsers are other sites', () => {
    const origins = ['http://app.localhost:3000'];
    expect(refused({ rpId: 'localhost', origins })).toMatch(
      /^Passkeys\.origins: got .*, expected localhost as the host/,
    );
    const rpId = 'site.localhost';
    expect(() => on({ rpId, origins: ['http://app.site.localhost:3000'] })).not.toThrow();
  });

  test('refuse a list without an origin, and one that names an origin twice', () => {
    expect(refused({ origins: [] })).toMatch(/^Passkeys\.origins: got an empty list/);
    const [origin = ''] = GIVEN.origins;
    expect(refused({ origins: [origin, origin] })).toMatch(/^Passkeys\.origins: got .* twice/);
  });

  test.each<[Partial<PasskeysOptions>]>([
    [{ origins: ['https://example.com', 'https://a.b.example.com:8443'] }],
    [{ origins: [`android:apk-key-hash:${'x'.repeat(43)}`] }],
    [{ rpId: 'localhost', origins: ['http://localhost:3000', 'http://localhost:5173'] }],
    [{ rpId: 'xn--bcher-kva.example', origins: ['https://xn--bcher-kva.example'] }],
  ])('take %j', (options) => {
    expect(() => synthesize(on(options))).not.toThrow();
  });

  test('take what only the deployment knows', () => {
    const stack = newStack();
    const rpId = new CfnParameter(stack, 'RpId').valueAsString;
    const origin = new CfnParameter(stack, 'Origin').valueAsString;
    expect(() => synthesize(on({ rpId, origins: [origin] }), stack)).not.toThrow();
  });

  test('may all be in lists that only the deployment knows', () => {
    const stack = newStack();
    const lists = ['Own', 'Related'].map(
      (id) => new CfnParameter(stack, id, { type: 'CommaDelimitedList' }).valueAsList,
    );
    const [origins, relatedOrigins] = lists;
    const { template } = synthesize(on({ origins, relatedOrigins }), stack);
    const { PASSKEYS } = functionOf(template, 'UsersPasskeyLoginJwt').Environment.Variables;
    expect(JSON.stringify(PASSKEYS)).toMatch(/origins.+RefOwn.+relatedOrigins.+RefRelated/);
    const warned = Match.stringLikeRegexp(
      'to name them.*serve them as \\{"origins": \\[\\.\\.\\.\\]\\}',
    );
    expect(Annotations.fromStack(stack).findWarning('*', warned)).toHaveLength(1);
  });
});

describe('pages of other sites', () => {
  const RELATED = { relatedOrigins: ['https://example.de'] };
  const routesOf = (props: object, stack = newStack()) =>
    Object.values(synthesize(props, stack).template.findResources('AWS::ApiGatewayV2::Route'))
      .map(({ Properties }) => Properties.RouteKey as string)
      .filter((key) => key.includes('webauthn'));
  const at = (url: string) => UsersDomain.at(url);

  test('are named by the API at the root of its host, where that is the rpId', () => {
    const own = { ...on(RELATED), domain: at('https://example.com/users') };
    expect(routesOf(own)).toEqual(['GET /.well-known/webauthn']);
    const stack = newStack();
    const arn = 'arn:aws:acm:eu-central-1:111122223333:certificate/1';
    const certificate = Certificate.fromCertificateArn(stack, 'Certificate', arn);
    const custom = UsersDomain.custom({ domainName: 'example.com', certificate });
    expect(routesOf({ ...on(RELATED), domain: custom }, stack)).toEqual([
      'GET /.well-known/webauthn',
    ]);
    expect(routesOf({ ...on(), domain: at('https://example.com/users') })).toEqual([]);
    expect(routesOf({ ...on(RELATED), domain: at('https://api.example.com/users') })).toEqual([]);
  });

  test('are origins that functions take', () => {
    expect(settingOf(RELATED)).toContain('https://example.de');
  });

  test('are warned of where something else has to name them', () => {
    const { stack } = synthesize({ ...on(RELATED), domain: at('https://api.example.com/users') });
    const warnings = Annotations.fromStack(stack);
    const wanted = Match.stringLikeRegexp('https://example.com/.well-known/webauthn');
    expect(warnings.findWarning('*', wanted)).toHaveLength(1);
    const { stack: own } = synthesize({ ...on(RELATED), domain: at('https://example.com/users') });
    expect(Annotations.fromStack(own).findWarning('*', wanted)).toEqual([]);
  });

  test.each([
    ['https://www.example.com', /expected the origin of another site than example\.com/],
    ['http://example.de', /expected https:\/\/host\[:port\]/],
  ])('are not %p', (origin, message) => {
    expect(refused({ relatedOrigins: [origin] })).toMatch(message);
  });
});
