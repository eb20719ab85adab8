import { describe, expect, test } from '@jest/globals';
import { type App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { UsersApi } from '../../../../lib';
import { newStack } from '../../support';

describe('a table, a bus and an API', () => {
  const env = { region: 'eu-central-1', account: '111122223333' };
  const arn = (service: string, rest: string, { region, account } = env) =>
    `arn:aws:${service}:${region}:${account}:${rest}`;
  const props = (where: typeof env) => (stack: Stack) => ({
    table: TableV2.fromTableAttributes(stack, 'Table', {
      tableArn: arn('dynamodb', 'table/users', where),
      tableStreamArn: arn('dynamodb', 'table/users/stream/2026', where),
    }),
    eventBus: EventBus.fromEventBusArn(stack, 'Bus', arn('events', 'event-bus/users', where)),
    httpApi: new HttpApi(new Stack(stack.node.root as App, 'Other', { env: where }), 'Api'),
  });
  const elsewhere = { Region: { ...env, region: 'us-east-1' }, account: { ...env, account: '4' } };

  test.each([
    ['table', 'Region', 'us-east-1', 'eu-central-1'],
    ['table', 'account', '4', '111122223333'],
    ['eventBus', 'Region', 'us-east-1', 'eu-central-1'],
    ['eventBus', 'account', '4', '111122223333'],
    ['httpApi', 'Region', 'us-east-1', 'eu-central-1'],
    ['httpApi', 'account', '4', '111122223333'],
  ] as const)('refuse, as %s, one of another %s', (prop, part, there, here) => {
    const stack = newStack({ env });
    const given = props(elsewhere[part])(stack);
    expect(() => new UsersApi(stack, 'Users', { [prop]: given[prop] })).toThrow(
      `${prop}: got one of the ${part} ${there}, expected one of ${here}, where the functions of Test are`,
    );
    expect(stack.node.tryFindChild('Users')).toBeUndefined();
  });

  test('are taken where their place, or that of the stack, is not known', () => {
    const here = newStack({ env });
    new UsersApi(here, 'Users', props(env)(here));
    const anywhere = newStack();
    new UsersApi(anywhere, 'Users', { table: props(env)(anywhere).table });
  });
});
