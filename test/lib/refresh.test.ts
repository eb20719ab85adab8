import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { AuthBackend, JwtAlgorithm, type RefreshOptions } from '../../lib';
import { statementsOf, synthesize } from './support';

const refreshOf = ({ _strategy: strategy }: AuthBackend) =>
  strategy.kind === 'jwt' ? strategy.refresh : undefined;
const settingsOf = (refresh: RefreshOptions, lifetime?: Duration) =>
  refreshOf(AuthBackend.jwt({ refresh, lifetime }));

describe('a backend with refresh tokens', () => {
  test('can be refreshed for 30 days, and gives a replacement again for 10 seconds', () => {
    expect(settingsOf({})).toEqual({ lifetime: 30 * 24 * 3600, reuseInterval: 10 });
    expect(refreshOf(AuthBackend.jwt())).toBeUndefined();
  });

  test('takes times of its own, and no interval at all', () => {
    const refresh = { lifetime: Duration.hours(2), reuseInterval: Duration.seconds(0) };
    expect(settingsOf(refresh)).toEqual({ lifetime: 7200, reuseInterval: 0 });
  });

  test.each([
    ['__Host-users-api', undefined],
    ['__Secure-session', '__Secure-session'],
    ['session', 'session'],
  ])('has a second cookie, whose name is after that of the first, %s', (name, cookieName) => {
    const { _transport: transport } = AuthBackend.cookie({ cookieName, refresh: {} });
    const stem = name.replace(/^__(Host|Secure)-/, '');
    expect(transport).toMatchObject({ refreshName: `__Host-${stem}-refresh` });
  });

  test.each<[string, RefreshOptions, Duration | undefined, string]>([
    ['a lifetime of more than 400 days', { lifetime: Duration.days(401) }, undefined, '34646400'],
    ['a lifetime of nothing', { lifetime: Duration.seconds(0) }, undefined, 'got 0 seconds'],
    [
      'a lifetime that no access token is outlived by',
      { lifetime: Duration.hours(1) },
      undefined,
      'got 3600 seconds, for access tokens of 3600 seconds',
    ],
    ['the default lifetime for longer tokens', {}, Duration.days(30), 'for access tokens of'],
    [
      'an interval of more than a minute',
      { reuseInterval: Duration.seconds(61) },
      undefined,
      'whole seconds from 0 to 60',
    ],
    [
      'an interval of half a second',
      { reuseInterval: Duration.millis(500) },
      undefined,
      'got 0.5 seconds',
    ],
  ])('is refused with %s', (_, refresh, lifetime, message) => {
    expect(() => settingsOf(refresh, lifetime)).toThrow(message);
  });
});

describe('the functions of a backend with refresh tokens', () => {
  const { template, users } = synthesize({
    authBackends: [
      AuthBackend.jwt({ name: 'partner', algorithm: JwtAlgorithm.ES256, refresh: {} }),
      AuthBackend.jwt(),
    ],
  });

  test('are one more, with a route', () => {
    expect(Object.keys(users.functions).filter((name) => name.startsWith('refresh'))).toEqual([
      'refresh-partner',
    ]);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'POST /users/refresh/partner',
    });
    expect(
      template.findResources('AWS::ApiGatewayV2::Route', {
        Properties: { RouteKey: 'POST /users/refresh/jwt' },
      }),
    ).toEqual({});
  });

  test('are the only ones that know what signs refresh tokens', () => {
    const knows = (id: string) =>
      JSON.stringify(
        template.findResources('AWS::Lambda::Function', {
          Properties: { Description: Match.stringLikeRegexp(id) },
        }),
      ).includes('reuseInterval\\":10,\\"secretArn');
    expect(knows('Exchange a refresh token.*partner')).toBe(true);
    expect(knows('Exchange an address.*partner')).toBe(true);
    expect(knows('The signed-in user')).toBe(false);
    expect(knows('End the login.*partner')).toBe(false);
  });

  test('may write sessions and read users, count wrong tokens, and no credential', () => {
    const keys = statementsOf(template, 'UsersRefreshPartnerRole').flatMap(
      ({ Condition }) => Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? [],
    );
    expect(keys.sort()).toEqual(['ATTEMPTS#refresh#*', 'SESSION#*', 'USER#*']);
  });
});
