import { describe, expect, test } from '@jest/globals';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AuthBackend, UsersApi, type UsersApiProps } from '../../../lib';
import { tableProps } from '../../apps/parts/users-table';
import { newStack } from '../support';

const warningsOf = (stack: Stack) =>
  Annotations.fromStack(stack)
    .findWarning('*', Match.anyValue())
    .map(({ id, entry }) => `${id} ${entry.data}`);

/** Values of all properties that name something in the account. */
function physicalNames(template: Template): string[] {
  const resources = Object.values<{ Properties?: object }>(template.toJSON().Resources);
  return resources.flatMap(({ Properties = {} }) =>
    Object.entries(Properties)
      .filter(([key]) => key.endsWith('Name') && !['StageName', 'MetricName'].includes(key))
      .flatMap(([, value]) => (typeof value === 'string' ? [value] : [])),
  );
}

describe('two in one stack', () => {
  test('have APIs, names, outputs and rules of their own', () => {
    const stack = newStack();
    const all = ['Customers', 'Staff'].map((id) => {
      const authBackends = [AuthBackend.jwt(), AuthBackend.cookie()];
      const users = new UsersApi(stack, id, { authBackends });
      users.onAfterRegister('Welcome');
      return users;
    });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 2);
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 2);
    template.resourceCountIs('AWS::Events::EventBus', 2);
    template.resourceCountIs('AWS::Events::Rule', 2);
    const names = physicalNames(template);
    expect(names).toEqual(expect.arrayContaining([expect.stringMatching(/^Test-?Customers/)]));
    expect(new Set(names).size).toBe(names.length);
    const outputs = Object.values(template.findOutputs('*'));
    expect(outputs).toHaveLength(2 * 7);
    expect(outputs.filter(({ Export }) => Export !== undefined)).toEqual([]);
    expect(new Set(all.map(({ url }) => JSON.stringify(stack.resolve(url)))).size).toBe(2);
    expect(warningsOf(stack)).toEqual([]);
  });

  test('share an HTTP API when their paths and their cookies differ', () => {
    const stack = newStack();
    const httpApi = new HttpApi(stack, 'Shared');
    new UsersApi(stack, 'Customers', { httpApi, authBackends: [AuthBackend.cookie()] });
    new UsersApi(stack, 'Staff', {
      httpApi,
      basePath: '/staff',
      authBackends: [AuthBackend.cookie({ cookieName: '__Host-staff' })],
    });
    const template = Template.fromStack(stack);
    const keys = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(
      ({ Properties }) => Properties.RouteKey,
    );
    expect(keys).toContain('POST /users/login/cookie');
    expect(keys).toContain('POST /staff/login/cookie');
    expect(new Set(keys).size).toBe(42);
    expect(new Set(physicalNames(template)).size).toBe(physicalNames(template).length);
    expect(warningsOf(stack)).toEqual([]);
  });
});

/** The error of the second of two, which is on the HTTP API of the first if on none of its own. */
function refusalOf(
  props: (stack: Stack) => { first: UsersApiProps; second?: UsersApiProps },
): string {
  const stack = newStack();
  const { first, second = first } = props(stack);
  const { httpApi } = new UsersApi(stack, 'Customers', first);
  try {
    new UsersApi(stack, 'Staff', { httpApi, ...second });
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UsersApiError') throw error;
    expect(stack.node.tryFindChild('Staff')).toBeUndefined();
    return error.message.replace(/^Test\/Staff: /, '');
  }
  return 'it was taken';
}

describe('two on one HTTP API', () => {
  const onOnePath = (basePath: string) =>
    `basePath: got "${basePath}", which Test/Customers has on the same HTTP API, expected a path of its own, as a route leads to one function; give one of them another, as in basePath: '/staff'`;

  test.each(['/users', '/'])('are refused when both stand under %s', (basePath) => {
    expect(refusalOf(() => ({ first: { basePath } }))).toBe(onOnePath(basePath));
  });

  test('are refused on one path when each has imported the API for itself', () => {
    const message = refusalOf((stack) => {
      const imported = (id: string) =>
        HttpApi.fromHttpApiAttributes(stack, id, { httpApiId: 'abc123' });
      return { first: { httpApi: imported('One') }, second: { httpApi: imported('Other') } };
    });
    expect(message).toBe(onOnePath('/users'));
  });

  test('are refused on one path when they are in different stacks', () => {
    const app = new App();
    const home = new Stack(app, 'Home');
    const { httpApi } = new UsersApi(home, 'Customers');
    expect(() => new UsersApi(new Stack(app, 'Away'), 'Staff', { httpApi })).toThrow(
      'basePath: got "/users", which Home/Customers has on the same HTTP API',
    );
  });

  test('may be on one path in different stages, each of which is deployed for itself', () => {
    const app = new App();
    const define = (scope: Stage) => {
      const stack = new Stack(scope, 'Stack');
      const httpApi = HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc123' });
      new UsersApi(stack, 'Users', { httpApi });
    };
    define(new Stage(app, 'Beta'));
    expect(() => define(new Stage(app, 'Prod'))).not.toThrow();
    expect(() => define(app)).not.toThrow();
  });

  test.each([
    ['of one name', AuthBackend.cookie(), AuthBackend.cookie({ name: 'web' })],
    [
      'of one name, where one goes with every path of the other',
      AuthBackend.cookie({ cookieName: 'session', path: '/users' }),
      AuthBackend.cookie({ cookieName: 'session', path: '/' }),
    ],
    [
      'of one name, with a path below that of the other',
      AuthBackend.cookie({ cookieName: 'session', path: '/api' }),
      AuthBackend.cookie({ cookieName: 'session', path: '/api/staff' }),
    ],
    [
      'of one name, on domains that both reach the API',
      AuthBackend.cookie({ cookieName: 'session' }),
      AuthBackend.cookie({ cookieName: 'session', domain: 'example.com' }),
    ],
  ])('are refused with cookies %s', (_, first, second) => {
    const message = refusalOf(() => ({
      first: { authBackends: [first] },
      second: { basePath: '/staff', authBackends: [AuthBackend.jwt(), second] },
    }));
    expect(message).toBe(
      `authBackends: got the cookie "${second.cookieName}", which Test/Customers sets on the same host, expected a cookie of its own, as one would sign users out of the other; name it, as in AuthBackend.cookie({ cookieName: '__Host-staff' })`,
    );
  });

  test('are refused with one refresh cookie, which has the path of neither', () => {
    const withRefresh = (path: string) => [AuthBackend.cookie({ path, refresh: {} })];
    const message = refusalOf(() => ({
      first: { authBackends: withRefresh('/users') },
      second: { basePath: '/staff', authBackends: withRefresh('/staff') },
    }));
    expect(message).toMatch('authBackends: got the cookie "__Host-users-api-refresh", which');
  });

  test.each([
    ['names', { cookieName: 'session' }, { cookieName: 'staff' }],
    ['paths', { path: '/users' }, { path: '/staff' }],
    ['paths of which one begins like the other', { path: '/staff' }, { path: '/staff2' }],
  ])('may have cookies of different %s', (_, first, second) => {
    const message = refusalOf(() => ({
      first: { authBackends: [AuthBackend.cookie(first)] },
      second: { basePath: '/staff', authBackends: [AuthBackend.cookie(second)] },
    }));
    expect(message).toBe('it was taken');
  });
});

describe('two on one event bus', () => {
  test.each([
    ['itself', (customers: UsersApi) => customers.eventBus],
    [
      'that was imported',
      (customers: UsersApi) =>
        EventBus.fromEventBusArn(Stack.of(customers), 'Import', customers.eventBus.eventBusArn),
    ],
  ])('get a warning that they hear each other, for the bus %s', (_, busOf) => {
    const stack = newStack();
    const customers = new UsersApi(stack, 'Customers');
    new UsersApi(stack, 'Staff', { eventBus: busOf(customers) });
    expect(warningsOf(stack)).toEqual([
      '/Test/Staff eventBus: got that of Test/Customers, expected one for each UsersApi; subscribers of either get the events of both, reset tokens included, and cannot tell them apart [ack: cdk-users-api:sharedEventBus]',
    ]);
  });
});

describe('two on one table', () => {
  const table = (stack: Stack) => new TableV2(stack, 'Table', tableProps());

  test('get a warning that each publishes the events of both', () => {
    const stack = newStack();
    const shared = table(stack);
    new UsersApi(stack, 'Customers', { table: shared });
    new UsersApi(stack, 'Staff', { table: shared });
    expect(warningsOf(stack)).toEqual([
      '/Test/Staff table: got that of Test/Customers, expected one for each UsersApi; both publish every event of it, each on its own bus, so subscribe to one of them, and give both the same resetPasswordTokenSecret and verificationTokenSecret [ack: cdk-users-api:sharedTable]',
    ]);
  });

  test('are refused on one bus, where every event would be published twice', () => {
    const message = refusalOf((stack) => {
      const first = { table: table(stack), eventBus: new EventBus(stack, 'Bus') };
      return { first, second: { ...first, basePath: '/staff' } };
    });
    expect(message).toBe(
      'table: got the table and the event bus of Test/Customers, expected at most one of the two, as both would publish every event of the table; leave eventBus out, or give another one',
    );
  });
});

describe('two with the same prefix of names', () => {
  const EU = { account: '111122223333', region: 'eu-central-1' };
  const US = { ...EU, region: 'us-east-1' };

  function second(prefix: 'functionNamePrefix' | 'roleNamePrefix', envs = [EU, EU]) {
    const app = new App();
    const [first, other] = envs.map((env, index) => new Stack(app, `Stack${index}`, { env }));
    const functionOptions = { [prefix]: 'acme-' };
    new UsersApi(first as Stack, 'Users', { functionOptions });
    return (more: UsersApiProps = { functionOptions }) =>
      new UsersApi(other as Stack, 'Staff', more);
  }

  test('are refused in two stacks of one account and Region, where a function has its name once', () => {
    expect(second('functionNamePrefix')).toThrow(
      'Stack1/Staff: functionOptions.functionNamePrefix: got the name "acme-register", which Stack0/Users gives as well, expected names of its own, as a function has its name once in an account and Region; give one of them another prefix, as in \'acme-staff-\'',
    );
  });

  test('are refused in two Regions of one account, where a role has its name once', () => {
    expect(second('roleNamePrefix', [EU, US])).toThrow(
      'functionOptions.roleNamePrefix: got the name "acme-register", which Stack0/Users gives as well, expected names of its own, as a role has its name once in an account, in all Regions together',
    );
  });

  test('are refused where no stack has an account, as all are deployed to one', () => {
    const stack = newStack();
    const functionOptions = { functionNamePrefix: 'acme-' };
    new UsersApi(stack, 'Users', { functionOptions });
    expect(() => new UsersApi(stack, 'Staff', { functionOptions })).toThrow('"acme-register"');
  });

  test('are taken for functions of two Regions, and for roles of two accounts', () => {
    expect(second('functionNamePrefix', [EU, US])).not.toThrow();
    expect(second('roleNamePrefix', [EU, { ...US, account: '444455556666' }])).not.toThrow();
  });

  test('are refused when an override makes two names one', () => {
    const functionOverrides = { 'get-me': { functionNamePrefix: 'acme-' } };
    const others = { functionNamePrefix: 'acme-staff-' };
    const make = second('functionNamePrefix');
    expect(() => make({ functionOptions: others, functionOverrides })).toThrow('"acme-get-me"');
    expect(make({ functionOptions: others }).node.path).toBe('Stack1/Staff');
  });
});
