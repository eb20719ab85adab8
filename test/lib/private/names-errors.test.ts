import { types } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { AuthBackend, UsersApi, UsersDashboard } from '../../../lib';
import { newStack } from '../support';

/** What is thrown, as the CLI prints it: message and stack. */
function thrown(make: () => unknown): Error {
  try {
    make();
  } catch (error) {
    // An error of the CDK is of the worker's realm: `scripts/jest/cdk-environment.cjs`.
    if (types.isNativeError(error)) return error;
  }
  throw new Error('it was not refused');
}

describe('an error begins with the path of its construct', () => {
  test('out of the constructor, wherever the construct is', () => {
    const app = new App();
    const stack = new NestedStack(new Stack(app, 'Outer'), 'Inner');
    const { message, stack: trace } = thrown(() => new UsersApi(stack, 'Staff', { basePath: 'x' }));
    expect(message).toMatch(/^Outer\/Inner\/Staff: basePath: got "x", expected a path/);
    // Once, in what an uncaught error prints.
    expect(trace).toMatch(/^\w*Error: Outer\/Inner\/Staff: basePath: got "x"/);
  });

  test('in an app without a stack above it', () => {
    const { message } = thrown(() => new UsersApi(newStack(), 'Users', { authBackends: [] }));
    expect(message).toMatch(/^Test\/Users: authBackends: got an empty list/);
  });

  test('out of methods', () => {
    const users = new UsersApi(newStack(), 'Users');
    expect(thrown(() => users.authorizer({ backends: [] })).message).toMatch(
      /^Test\/Users: backends: got an empty list/,
    );
    expect(thrown(() => users.metricLogins({ backend: 'x' })).message).toMatch(
      /^Test\/Users: backend: got "x"/,
    );
  });

  test('out of an import, once', () => {
    const stack = newStack();
    const eventBus = EventBus.fromEventBusName(stack, 'Bus', 'bus');
    const attrs = { url: 'https://api.example.com', eventBus };
    expect(
      thrown(() => UsersApi.fromUsersApiAttributes(stack, 'Wrong', { ...attrs, url: 'x' })).message,
    ).toMatch(/^Test\/Wrong: url: got "x"/);
    const users = UsersApi.fromUsersApiAttributes(stack, 'Users', attrs);
    expect(thrown(() => users.table).message).toMatch(/^Test\/Users: table: got none/);
    expect(thrown(() => users.onAfterLogin('Login')).message).toMatch(
      /^Test\/Users: loginEvents: got/,
    );
  });

  test('out of a class below UsersApi', () => {
    class StaffApi extends UsersApi {}
    expect(thrown(() => new StaffApi(newStack(), 'Staff', { authBackends: [] })).message).toMatch(
      /^Test\/Staff: authBackends/,
    );
    expect(new StaffApi(newStack(), 'Staff')).toBeInstanceOf(UsersApi);
  });

  test('but not out of a factory, which makes no construct', () => {
    expect(thrown(() => AuthBackend.jwt({ name: 'X' })).message).toMatch(
      /^AuthBackend.name: got "X"/,
    );
  });
});

describe('an error of the CDK does, too', () => {
  test('out of the constructor', () => {
    const stack = newStack();
    new UsersApi(stack, 'Users');
    expect(thrown(() => new UsersApi(stack, 'Users')).message).toMatch(
      /^Test\/Users: There is already a Construct/,
    );
  });

  test('of a dashboard whose name it refuses', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users');
    const make = () => new UsersDashboard(stack, 'Board', { users, dashboardName: 'a b' });
    expect(thrown(make).message).toMatch(/^Test\/Board: /);
  });

  test('about an option that is passed on to it', () => {
    const stack = newStack();
    const layers = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) =>
      LayerVersion.fromLayerVersionArn(stack, name, `arn:aws:lambda:eu-west-1:1:layer:${name}:1`),
    );
    const { message, stack: trace } = thrown(
      () => new UsersApi(stack, 'Users', { functionOptions: { layers } }),
    );
    expect(message).toMatch(/^Test\/Users: /);
    expect(message).toContain('layers');
    expect(trace).toContain(message.split('\n')[0]);
  });
});
