import { describe, expect, test } from '@jest/globals';
import { Duration, Lazy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { AuthBackend, SameSite, SessionTransport, UsersApi } from '../../lib';
import { tableProps } from '../apps/parts/users-table';
import { functionOf, newStack, refusal, rolesOf, statementsOf, synthesize } from './support';

const HOUR = 3600;
const DAY = 24 * HOUR;

const ROUTES = [
  'DELETE /users/me/sessions',
  'DELETE /users/me/sessions/{id}',
  'DELETE /users/{id}/sessions',
  'DELETE /users/{id}/sessions/{session_id}',
  'GET /users/me/sessions',
  'GET /users/{id}/sessions',
];
const routesOf = (template: Template): string[] =>
  Object.values(template.findResources('AWS::ApiGatewayV2::Route'))
    .map(({ Properties }) => Properties.RouteKey)
    .filter((key: string) => key.includes('/sessions'))
    .sort();
/** What a role may do with the table, as `Action on keys`. */
const tableGrants = (template: Template, role: string) =>
  statementsOf(template, role).flatMap(({ Action, Condition }) =>
    String(Action).startsWith('dynamodb:')
      ? [
          `${String(Action).slice(9)} ${Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']}`,
        ]
      : [],
  );

describe('AuthBackend.session', () => {
  test('is named session, travels as a bearer, for 30 days, or 14 without use', () => {
    const backend = AuthBackend.session();
    expect(backend.name).toBe('session');
    expect(backend._transport).toEqual({ kind: 'bearer' });
    expect(backend._strategy).toEqual({
      kind: 'session',
      lifetime: 30 * DAY,
      idleTimeout: 14 * DAY,
    });
    expect(backend.secret).toBeUndefined();
    expect(backend.cookieName).toBeUndefined();
    expect(backend.idleTimeout?.toDays()).toBe(14);
  });

  test('takes a name, a transport and times', () => {
    const backend = AuthBackend.session({
      name: 'web',
      transport: SessionTransport.cookie({
        cookieName: '__Secure-s',
        domain: 'example.com',
        path: '/api',
        sameSite: SameSite.STRICT,
      }),
      lifetime: Duration.days(1),
      idleTimeout: Duration.hours(1),
    });
    expect(backend.name).toBe('web');
    expect(backend._strategy).toEqual({ kind: 'session', lifetime: DAY, idleTimeout: HOUR });
    expect(backend._transport).toEqual({
      kind: 'cookie',
      name: '__Secure-s',
      domain: 'example.com',
      path: '/api',
      sameSite: 'Strict',
    });
  });

  test('has a cookie of another name than that of AuthBackend.cookie', () => {
    const nameOf = (options?: Parameters<typeof SessionTransport.cookie>[0]) =>
      AuthBackend.session({ transport: SessionTransport.cookie(options) }).cookieName;
    expect(nameOf()).toBe('__Host-users-api-session');
    expect(nameOf({ path: '/users' })).toBe('__Secure-users-api-session');
    const transport = SessionTransport.cookie();
    synthesize({ authBackends: [AuthBackend.cookie(), AuthBackend.session({ transport })] });
    const cookieName = '__Host-users-api';
    const clash = SessionTransport.cookie({ cookieName });
    expect(
      refusal({ authBackends: [AuthBackend.cookie(), AuthBackend.session({ transport: clash })] }),
    ).toMatch(`two backends with the cookie "${cookieName}"`);
    expect(() => SessionTransport.cookie({ domain: 'a b' })).toThrow(
      'AuthBackend.domain: got "a b"',
    );
  });

  test('has an idle timeout no longer than its lifetime', () => {
    const idle = (lifetime: Duration) => AuthBackend.session({ lifetime }).idleTimeout?.toSeconds();
    expect(idle(Duration.days(1))).toBe(DAY);
    expect(idle(Duration.days(400))).toBe(14 * DAY);
    expect(idle(Duration.seconds(Lazy.number({ produce: () => 60 })))).toBe(14 * DAY);
  });

  test.each([
    ['less than a minute', Duration.seconds(59), '59 seconds'],
    ['parts of a second', Duration.millis(90_500), '90.5 seconds'],
    ['more than the lifetime', Duration.days(31), '2678400 seconds'],
  ])('refuses an idle timeout of %s', (_, idleTimeout, got) => {
    expect(() => AuthBackend.session({ idleTimeout })).toThrow(
      `AuthBackend.idleTimeout: got ${got}, expected whole seconds from 60 to the lifetime, 2592000; a session ends with its lifetime, used or not; give the same time for no other end`,
    );
  });

  test('takes times that are known only at deployment', () => {
    const unknown = Duration.seconds(Lazy.number({ produce: () => 1 }));
    AuthBackend.session({ idleTimeout: unknown });
    AuthBackend.session({ lifetime: unknown, idleTimeout: Duration.days(300) });
    expect(() =>
      AuthBackend.session({ lifetime: unknown, idleTimeout: Duration.seconds(1) }),
    ).toThrow('expected whole seconds from 60 to the lifetime; a session');
  });

  test.each([0, 101, 1.5])('refuses %d sessions for a user', (maxSessionsPerUser) => {
    expect(refusal({ maxSessionsPerUser })).toBe(
      `maxSessionsPerUser: got ${maxSessionsPerUser}, expected a whole number from 1 to 100; a list of sessions is one page, and no person signs in on more devices at once`,
    );
  });
});

describe('stored sessions', () => {
  const sessions = synthesize({ authBackends: [AuthBackend.session()] }).template;

  test('have all routes if a backend stores them, else only what looks for old ones knows of them', () => {
    expect(routesOf(sessions)).toEqual(ROUTES);
    const { users, template } = synthesize();
    // Ending all logins needs no session that is stored.
    expect(routesOf(template)).toEqual([
      'DELETE /users/me/sessions',
      'DELETE /users/{id}/sessions',
    ]);
    expect(Object.keys(users.functions).filter((name) => name.includes('session'))).toEqual([
      'delete-my-sessions',
      'delete-sessions',
    ]);
    const knowing = rolesOf(template).filter((role) => JSON.stringify(role).includes('SESSION#'));
    expect(knowing.map(({ role }) => role)).toEqual([
      expect.stringMatching(/^UsersExportMeRole/),
      expect.stringMatching(/^UsersRelayRole/),
    ]);
  });

  test('take no secret', () => {
    for (const each of ['GetMe', 'LoginSession', 'LogoutSession', 'ListUsers']) {
      expect(JSON.stringify(statementsOf(sessions, `Users${each}Role`))).not.toContain('Secret');
      const { Variables } = functionOf(sessions, `Users${each}`).Environment;
      expect(JSON.parse(Variables.BACKENDS)[0]).not.toHaveProperty('secretArn');
    }
    sessions.resourceCountIs('AWS::SecretsManager::Secret', 2);
  });

  test('may be read to authenticate a caller, and only the time of a use be written', () => {
    expect(tableGrants(sessions, 'UsersGetMeRole')).toEqual([
      'BatchGetItem USER#*,SESSION#*',
      'UpdateItem SESSION#*',
    ]);
    const [, update] = statementsOf(sessions, 'UsersGetMeRole').filter(
      ({ Condition }) => Condition !== undefined,
    );
    expect(update?.Condition).toEqual({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SESSION#*'] },
      'ForAllValues:StringEquals': {
        'dynamodb:Attributes': ['pk', 'sk', 'secret_hash', 'last_used_at', 'expires_at'],
      },
      Null: { 'dynamodb:LeadingKeys': 'false', 'dynamodb:Attributes': 'false' },
      StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
    });
  });

  test('may be listed without the hashes of their secrets', () => {
    const query = statementsOf(sessions, 'UsersListMySessionsRole').find(
      ({ Action }) => Action === 'dynamodb:Query',
    );
    const { 'dynamodb:Attributes': attributes } =
      query?.Condition?.['ForAllValues:StringEquals'] ?? {};
    expect(attributes).toContain('user_agent');
    expect(attributes).not.toContain('secret_hash');
    expect(query?.Condition?.StringEquals).toEqual({ 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' });
  });

  const COUNTERS = 'ATTEMPTS#login#*,ATTEMPTS#login-failures#*';

  test('may be written by the login of their own backend, and by no other', () => {
    const { template } = synthesize({ authBackends: [AuthBackend.jwt(), AuthBackend.session()] });
    expect(tableGrants(template, 'UsersLoginSessionRole')).toEqual([
      `BatchGetItem EMAIL#*,${COUNTERS}`,
      `UpdateItem ${COUNTERS}`,
      'PutItem LOCKOUT#*',
      'UpdateItem EMAIL#*',
      'ConditionCheckItem EMAIL#*',
      'PutItem SESSION#*',
      'Query SESSION#*',
      'DeleteItem SESSION#*',
    ]);
    expect(tableGrants(template, 'UsersLoginJwtRole')).toEqual([
      `BatchGetItem EMAIL#*,${COUNTERS}`,
      `UpdateItem ${COUNTERS}`,
      'PutItem LOCKOUT#*',
      'UpdateItem EMAIL#*',
    ]);
  });

  test('need the right to encrypt, too, where a use is noted in a table with a key', () => {
    const grantsOf = (authBackends: AuthBackend[]) => {
      const stack = newStack({ env: { region: 'eu-central-1' } });
      const encryption = TableEncryptionV2.customerManagedKey(new Key(stack, 'Key'));
      const table = new TableV2(stack, 'Table', { ...tableProps(), encryption });
      new UsersApi(stack, 'Users', { table, authBackends });
      return JSON.stringify(statementsOf(Template.fromStack(stack), 'UsersGetMeRole'));
    };
    expect(grantsOf([AuthBackend.session()])).toContain('kms:Encrypt');
    expect(grantsOf([AuthBackend.jwt()])).not.toContain('kms:Encrypt');
  });

  test('are limited by the functions that log in', () => {
    const { template } = synthesize({
      authBackends: [AuthBackend.session()],
      maxSessionsPerUser: 3,
    });
    const { Variables } = functionOf(template, 'UsersLoginSession').Environment;
    expect(Variables.MAX_SESSIONS_PER_USER).toBe('3');
    expect(
      functionOf(sessions, 'UsersLoginSession').Environment.Variables.MAX_SESSIONS_PER_USER,
    ).toBe('20');
  });
});
