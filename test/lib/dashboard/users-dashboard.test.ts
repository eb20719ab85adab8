import { describe, expect, test } from '@jest/globals';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AuthBackend, type IUsersApi, RouteLayout, UsersApi, UsersDashboard } from '../../../lib';
import { newStack } from '../support';
import { widgetsOf } from './widgets';

function shown(make: (stack: Stack) => IUsersApi, late?: (users: IUsersApi, stack: Stack) => void) {
  const stack = newStack();
  const users = make(stack);
  new UsersDashboard(stack, 'Board', { users });
  late?.(users, stack);
  return widgetsOf(Template.fromStack(stack));
}

const titles = (widgets: ReturnType<typeof shown>) => widgets.flatMap(({ title }) => title ?? []);
const labels = (widgets: ReturnType<typeof shown>, title: string) =>
  widgets.find((each) => each.title === title)?.labels;

describe('the dashboard of a users API', () => {
  test('has a section for each of what there is to see', () => {
    const headings = shown((stack) => new UsersApi(stack, 'Users')).flatMap(
      ({ heading }) => heading ?? [],
    );
    expect(headings).toEqual(['Logins', 'Requests', 'Routes', 'Events', 'Table']);
  });

  test('shows the duration of each function with a route, by its route, concern by concern', () => {
    const widgets = shown(
      (stack) =>
        new UsersApi(stack, 'Users', {
          authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
          basePath: '/accounts',
        }),
    );
    expect(labels(widgets, 'login: duration, p95, ms')).toEqual(
      expect.arrayContaining(['POST /accounts/login/jwt', 'POST /accounts/logout/cookie']),
    );
    expect(labels(widgets, 'accounts: duration, p95, ms')).toEqual(
      expect.arrayContaining(['POST /accounts/register', 'GET /accounts/me', 'create-user']),
    );
  });

  test('names routes as the layout has them', () => {
    const widgets = shown(
      (stack) => new UsersApi(stack, 'Users', { routeLayout: RouteLayout.fastApiUsers() }),
    );
    expect(labels(widgets, 'login: duration, p95, ms')).toContain('POST /auth/jwt/login');
  });

  test('shows every function of the API when it is synthesised, authorizers made later too', () => {
    let names: readonly string[] = [];
    const widgets = shown(
      (stack) => new UsersApi(stack, 'Users'),
      (users, stack) => {
        const integration = new HttpUrlIntegration('Integration', 'https://example.com');
        const authorizer = users.authorizer({ superuser: true });
        new HttpApi(stack, 'Api').addRoutes({ path: '/own', integration, authorizer });
        names = Object.keys((users as UsersApi).functions);
      },
    );
    for (const title of ['Functions that failed', 'Functions that were throttled']) {
      expect(labels(widgets, title)).toHaveLength(names.length);
      expect(labels(widgets, title)).toContain('authorizer-superuser');
    }
  });

  test('fills its rows, and puts no widget onto another', () => {
    const widgets = shown((stack) => new UsersApi(stack, 'Users'));
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      [...Array(width * height).keys()].map(
        (cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
      ),
    );
    const bottom = Math.max(...widgets.map(({ y, height }) => y + height));
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells).toHaveLength(24 * bottom);
  });

  test('is one resource', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users');
    new UsersDashboard(new Stack(stack.node.root as App, 'Boards'), 'Board', {
      users,
      dashboardName: 'users',
    });
    const template = Template.fromStack(Stack.of(stack.node.root.node.findChild('Boards')));
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'users' });
    expect(Object.keys(template.toJSON().Resources)).toHaveLength(1);
  });
});

describe('the dashboard of an import', () => {
  const imported = (stack: Stack, attrs = {}) =>
    UsersApi.fromUsersApiAttributes(stack, 'Users', {
      url: 'https://api.example.com/users',
      eventBus: EventBus.fromEventBusName(stack, 'Bus', 'users'),
      ...attrs,
    });

  test('leaves out what the import does not know', () => {
    const widgets = shown((stack) =>
      imported(stack, { table: TableV2.fromTableName(stack, 'Table', 'users') }),
    );
    expect(titles(widgets)).toEqual([
      'Logins',
      'Registrations',
      'Errors of all functions',
      'Consumed capacity units',
      'Throttled by DynamoDB',
    ]);
  });

  test('shows what is published', () => {
    const widgets = shown((stack) => UsersApi.fromParameter(stack, 'Users', '/auth/users'));
    expect(titles(widgets)).toEqual([
      ...['Logins', 'Registrations', 'Errors of all functions'],
      ...['Requests to the HTTP API', 'Latency of the HTTP API, ms'],
      ...['Age of events, ms', 'Batches of events'],
      ...['Consumed capacity units', 'Throttled by DynamoDB'],
    ]);
  });
});
