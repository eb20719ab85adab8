import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { UsersApi } from '../../../../lib';
import { newStack } from '../../support';

const HOME = { account: '111122223333', region: 'eu-central-1' };
const url = 'https://api.example.com/users';

function importOf(stack: Stack, account: string, region: string) {
  const arn = `arn:aws:events:${region}:${account}:event-bus/users`;
  const eventBus = EventBus.fromEventBusArn(stack, 'Bus', arn);
  return UsersApi.fromUsersApiAttributes(stack, 'Users', { url, eventBus });
}

describe('the eventPattern of a rule', () => {
  const users = () => new UsersApi(newStack(), 'Users');

  test.each([['after-delete'], ['after-register', 'after-delete']])(
    'is refused with other detail types than that of the method: %s',
    (...detailType) => {
      expect(() => users().onAfterRegister('Rule', { eventPattern: { detailType } })).toThrow(
        `Test/Users: eventPattern.detailType: got ${JSON.stringify(detailType)}, expected ["after-register"], as the rule matches no other; leave it out, or name several events in the eventPattern of onEvent`,
      );
    },
  );

  test.each(['onAfterRegister', 'onEvent'] as const)(
    'is refused with another source: %s',
    (method) => {
      expect(() => users()[method]('Rule', { eventPattern: { source: ['other'] } })).toThrow(
        'Test/Users: eventPattern.source: got ["other"], expected ["users-api"], as the rule matches no other; leave it out, or make a rule of another source with new events.Rule(...)',
      );
    },
  );

  test('may say what the method says, and narrows it by the rest', () => {
    const stack = newStack();
    new UsersApi(stack, 'Users').onAfterUpdate('Rule', {
      eventPattern: {
        source: ['users-api'],
        detailType: ['after-update'],
        detail: { changed: ['email'] },
      },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['users-api'],
        'detail-type': ['after-update'],
        detail: { changed: ['email'] },
      },
    });
  });
});

describe('a rule of an imported users API', () => {
  test.each([
    ['account', '444455556666', HOME.region],
    ['Region', HOME.account, 'us-east-1'],
  ])('is refused on a bus of another %s, with the way around', (part, account, region) => {
    const stack = new Stack(new App(), 'Away', { env: HOME });
    const [there, here] = part === 'account' ? [account, HOME.account] : [region, HOME.region];
    expect(() => importOf(stack, account, region).onAfterRegister('Rule')).toThrow(
      `Away/Users: eventBus: got one of the ${part} ${there}, expected one of ${here}, where the rules of Away are; forward the events from ${there} to a bus in ${here}, with users.onEvent('Forward', { target: new targets.EventBus(bus) }) where the users API is, and give that bus to the import here: docs/cross-account.md`,
    );
  });

  test('is on a bus of the same account and Region, and of ones that are not known', () => {
    const app = new App();
    const known = new Stack(app, 'Known', { env: HOME });
    importOf(known, HOME.account, HOME.region).onAfterRegister('Rule');
    const agnostic = new Stack(app, 'Agnostic');
    importOf(agnostic, '444455556666', 'us-east-1').onAfterRegister('Rule');
    for (const stack of [known, agnostic]) {
      Template.fromStack(stack).resourceCountIs('AWS::Events::Rule', 1);
    }
  });
});

test('a rule in a stack of another Region than the bus is refused', () => {
  const app = new App();
  const users = new UsersApi(new Stack(app, 'Home', { env: HOME }), 'Users');
  const crossStackScope = new Stack(app, 'Away', { env: { ...HOME, region: 'us-east-1' } });
  expect(() => users.onAfterRegister('Rule', { crossStackScope })).toThrow(
    'Home/Users: eventBus: got one of the Region eu-central-1, expected one of us-east-1, where the rules of Away are',
  );
});
