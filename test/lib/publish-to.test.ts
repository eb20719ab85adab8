import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { TableEncryptionV2 } from 'aws-cdk-lib/aws-dynamodb';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AuthBackend, UsersApi, type UsersApiProps, UsersTable } from '../../lib';
import { listed, newFunction, newStack, refusal, statementsOf, synthesize } from './support';

const PATH = '/auth/users';

/** The API in a repository of its own: its template, and what it publishes, by the names of parameters. */
function publishing(props: UsersApiProps = {}, stack = newStack()) {
  const users = new UsersApi(stack, 'Users', { publishTo: PATH, ...props });
  const values = () =>
    Object.fromEntries(
      Object.values(Template.fromStack(stack).findResources('AWS::SSM::Parameter')).map(
        ({ Properties }) => [Properties.Name, Properties.Value] as const,
      ),
    );
  return { stack, users, values };
}

/** An import in another repository, and the names of the parameters that its template reads. */
function importing() {
  const stack = new Stack(new App(), 'Away');
  const users = UsersApi.fromParameter(stack, 'Users', PATH);
  const template = () => Template.fromStack(stack);
  const read = () =>
    Object.values<{ Type: string; Default: string }>(template().toJSON().Parameters ?? {})
      .filter(({ Type }) => Type === 'AWS::SSM::Parameter::Value<String>')
      .map(({ Default }) => Default)
      .filter((name) => !name.startsWith('/cdk-bootstrap/'));
  return { stack, users, template, read };
}

/** Uses whatever there is of an import. */
function useAll({ stack, users }: ReturnType<typeof importing>): void {
  const handler = newFunction(stack, 'Handler');
  for (const [name, value] of Object.entries(users.adminEnvironment)) {
    handler.addEnvironment(name, value);
  }
  handler.addEnvironment('JWKS', users.oidc.jwksUri);
  users.grants.manageUsers(handler);
  users.onEvent('Hear', { target: new SqsQueue(new Queue(stack, 'Queue')) });
  const httpApi = new HttpApi(stack, 'HttpApi');
  const integration = new HttpUrlIntegration('Integration', 'https://example.com');
  httpApi.addRoutes({ path: '/asked', integration, authorizer: users.authorizer() });
  httpApi.addRoutes({
    path: '/staff',
    integration,
    authorizer: users.authorizer({ superuser: true, backends: ['web', 'jwt'] }),
  });
  httpApi.addRoutes({ path: '/verified', integration, authorizer: users.jwtAuthorizer() });
  users.metrics.errors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
  users.metrics.serverErrors().createAlarm(stack, 'Api', { threshold: 1, evaluationPeriods: 1 });
  users.metrics.eventAge().createAlarm(stack, 'Age', { threshold: 1, evaluationPeriods: 1 });
}

describe('an API with publishTo', () => {
  const authBackends = [AuthBackend.jwt(), AuthBackend.jwt({ name: 'web' })];

  test('publishes just what an import reads', () => {
    const { users, values } = publishing({ authBackends });
    users.authorizer({ superuser: true, backends: ['web', 'jwt'] });
    const away = importing();
    useAll(away);
    expect(away.read().sort()).toEqual(Object.keys(values()).sort());
  });

  test('publishes its own URL, names and ARNs', () => {
    const { stack, users, values } = publishing();
    const { functions, httpApi, table, eventBus, adminEnvironment } = users;
    expect(values()).toMatchObject(
      stack.resolve({
        '/auth/users/url': users.url,
        '/auth/users/event-bus-name': eventBus.eventBusName,
        '/auth/users/http-api-id': httpApi.apiId,
        '/auth/users/table-name': table.tableName,
        '/auth/users/audience': 'users-api:access:jwt',
        '/auth/users/admin-environment/USERS_API_PASSWORD_HASH':
          adminEnvironment.USERS_API_PASSWORD_HASH,
        '/auth/users/functions/relay': functions.relay?.functionArn,
        '/auth/users/functions/authorizer': functions.authorizer?.functionArn,
      }),
    );
  });

  test('publishes the function of its default under the same name, whatever the default is', () => {
    const { stack, users, values } = publishing({ requireVerification: true });
    expect(values()['/auth/users/functions/authorizer']).toEqual(
      stack.resolve(users.functions['authorizer-verified']?.functionArn),
    );
  });

  test('names the key of a table that has one, and otherwise one that nobody has', () => {
    const stack = newStack({ env: { region: 'eu-central-1' } });
    const key = new Key(stack, 'Key');
    const table = new UsersTable(stack, 'Table', {
      encryption: TableEncryptionV2.customerManagedKey(key),
    });
    const name = '/auth/users/table-key-arn';
    expect(publishing({ table }, stack).values()[name]).toEqual(stack.resolve(key.keyArn));
    expect(JSON.stringify(publishing().values()[name])).toContain(':key/owned-by-dynamodb');
  });

  test('publishes no audience without a backend that others can verify', () => {
    const { values } = publishing({ authBackends: [AuthBackend.session()] });
    expect(values()).not.toHaveProperty('/auth/users/audience');
  });

  test('publishes nothing without the prop', () => {
    synthesize().template.resourceCountIs('AWS::SSM::Parameter', 0);
  });

  test.each([
    'auth/users',
    '/auth/users/',
    '//users',
    '/auth users',
    '/aws/users',
    '/ssm/users',
    '/SSMusers',
    '/a'.repeat(13),
  ])('refuses the path %j, as the import does', (path) => {
    expect(refusal({ publishTo: path })).toContain(
      `publishTo: got ${JSON.stringify(path)}, expected a path of at most 12 levels`,
    );
    expect(() => UsersApi.fromParameter(newStack(), 'Users', path)).toThrow(
      `Test/Users: name: got ${JSON.stringify(path)}, expected a path`,
    );
  });

  test('refuses the path of another API beside it', () => {
    const { stack } = publishing();
    expect(() => new UsersApi(stack, 'Staff', { publishTo: PATH })).toThrow(
      'publishTo: got "/auth/users", which Test/Users publishes to, expected a path of its own',
    );
    expect(() => new UsersApi(stack, 'Staff', { publishTo: '/auth/staff' })).not.toThrow();
  });
});

describe('an import by what is published', () => {
  test('reads nothing until something is used, and then only that', () => {
    expect(importing().read()).toEqual([]);
    const { users, read } = importing();
    users.onAfterDelete('Forget');
    expect(read()).toEqual(['/auth/users/event-bus-name']);
  });

  test('may use the key of the table by its published ARN', () => {
    const { stack, users, template } = importing();
    users.grants.readUsers(
      new Role(stack, 'Grantee', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
    );
    const key = statementsOf(template(), 'Grantee').find(({ Action }) =>
      listed(Action).includes('kms:Decrypt'),
    );
    const parameter = Object.entries<{ Default: string }>(template().toJSON().Parameters).find(
      ([, { Default }]) => Default === '/auth/users/table-key-arn',
    );
    expect(key?.Resource).toEqual({ Ref: parameter?.[0] });
  });

  test('refuses metrics of functions that are not published', () => {
    const { users } = importing();
    expect(() => users.metrics.functionErrors('login-jwt')).toThrow(
      'Away/Users: functions["login-jwt"]: got none, as it is not published, expected relay or an authorizer',
    );
  });

  test('refuses rules of after-login until it is told that there is such an event', () => {
    const stack = newStack();
    expect(() => importing().users.onAfterLogin('Rule')).toThrow('give loginEvents: true');
    const users = UsersApi.fromParameter(stack, 'Users', PATH, { loginEvents: true });
    expect(() => users.onAfterLogin('Rule')).not.toThrow();
  });

  test('caches decisions once it is told the backends', () => {
    const stack = newStack();
    const users = UsersApi.fromParameter(stack, 'Users', PATH, {
      authBackends: [AuthBackend.jwt({ name: 'app' })],
    });
    expect(users.oidc.audience()).toBe('users-api:access:app');
    expect(() => users.oidc.audience('web')).toThrow(
      'oidc: got "web", where authBackends are app with RS256',
    );
  });
});
