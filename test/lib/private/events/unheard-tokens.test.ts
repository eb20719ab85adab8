import { describe, expect, test } from '@jest/globals';
import { App, Fn, Annotations as Messages, Stack, Stage } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { CfnRule, EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EmailChange, Mfa, UsersApi, type UsersApiProps } from '../../../../lib';
import { synthesize } from '../../support';

const ALL = { requireVerification: true, emailChange: EmailChange.CONFIRM };

/** Without what the stacks of other suites acknowledge. */
const newStack = () => new Stack(new App({ treeMetadata: false }), 'Test');

/** Ids of the warnings, without what they are prefixed with. */
function idsOf(stack: Stack): readonly string[] {
  return Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('nobodyMails'))
    .map(({ entry }) => /nobodyMails(\w+)/.exec(`${entry.data}`)?.[1] ?? '')
    .sort();
}

function idsWith(listen: (users: UsersApi, stack: Stack) => void, props: UsersApiProps = {}) {
  const stack = newStack();
  listen(new UsersApi(stack, 'Users', props), stack);
  const rules = stack.node.root.node.findAll().filter((each) => each instanceof Rule);
  for (const rule of rules) rule.addTarget({ bind: () => ({ arn: 'arn:aws:sqs:::mail' }) });
  return idsOf(stack);
}

/** Of the construct's own bus, which the CDK makes of its path. */
const [NAME] = Object.values(synthesize().template.findResources('AWS::Events::EventBus')).map(
  ({ Properties }) => String(Properties.Name),
);

const source = ['users-api'];
const url = 'https://api.example.com/users';

describe('tokens that nobody mails', () => {
  test('get a warning each, with what happens then and how to mend it', () => {
    const stack = newStack();
    new UsersApi(stack, 'Users', ALL);
    const texts = Annotations.fromStack(stack)
      .findWarning('/Test/Users', Match.stringLikeRegexp('nobodyMails'))
      .map(({ entry }) => entry.data);
    expect(texts).toEqual([
      'after-forgot-password: got no rule with a target, expected one that mails the token; anyone who forgets a password is locked out: add it with onAfterForgotPassword(), or acknowledge this where rules of another app do it [ack: cdk-users-api:nobodyMailsResetTokens]',
      'after-request-verify: got no rule with a target, expected one that mails the token; with requireVerification no new user can ever sign in: add it with onAfterRequestVerify(), or acknowledge this where rules of another app do it [ack: cdk-users-api:nobodyMailsVerificationTokens]',
      'after-request-email-change: got no rule with a target, expected one that mails the token; with EmailChange.CONFIRM no user can ever change the address: add it with onAfterRequestEmailChange(), or acknowledge this where rules of another app do it [ack: cdk-users-api:nobodyMailsConfirmationTokens]',
    ]);
  });

  test('get one only where the props ask for them', () => {
    expect(idsWith(() => undefined)).toEqual(['ResetTokens']);
    expect(idsWith(() => undefined, { requireVerification: true })).toEqual([
      'ResetTokens',
      'VerificationTokens',
    ]);
    expect(
      idsWith(() => undefined, { mfa: Mfa.totp(), emailChange: EmailChange.IMMEDIATE }),
    ).toEqual(['ResetTokens', 'VerificationTokens']);
  });

  test('can be acknowledged one by one', () => {
    const ids = idsWith((users) => {
      Messages.of(users).acknowledgeWarning('cdk-users-api:nobodyMailsVerificationTokens');
      Messages.of(users).acknowledgeWarning('cdk-users-api:nobodyMailsResetTokens');
    }, ALL);
    expect(ids).toEqual(['ConfirmationTokens']);
  });
});

describe('tokens are mailed', () => {
  test('by rules of their own', () => {
    const ids = idsWith((users) => {
      users.onAfterForgotPassword('Reset');
      users.onAfterRequestVerify('Verify');
      users.onAfterRequestEmailChange('Change');
    }, ALL);
    expect(ids).toEqual([]);
  });

  test.each<[string, (users: UsersApi, stack: Stack) => void]>([
    ['a rule for all events', (users) => users.onEvent('All')],
    [
      'a rule on the bus that is made beside the construct',
      ({ eventBus }, stack) => new Rule(stack, 'Rule', { eventBus, eventPattern: { source } }),
    ],
    [
      'a rule of the lowest level',
      ({ eventBus }, stack) =>
        new CfnRule(stack, 'Rule', {
          eventBusName: eventBus.eventBusArn,
          eventPattern: { 'detail-type': [{ prefix: 'after-' }] },
          targets: [{ id: 'Mail', arn: 'arn:aws:sqs:::mail' }],
        }),
    ],
    [
      'a rule in another stack',
      ({ eventBus }, stack) =>
        new Rule(new Stack(stack.node.root as App, 'Away'), 'Rule', {
          eventBus,
          eventPattern: { source },
        }),
    ],
    [
      'an import of the bus by its name',
      (_, stack) => {
        const away = new Stack(stack.node.root as App, 'Away');
        const eventBus = EventBus.fromEventBusName(away, 'Bus', `${NAME}`);
        UsersApi.fromUsersApiAttributes(away, 'Users', { url, eventBus }).onEvent('All');
      },
    ],
    [
      'an import of a bus whose name only the deployment knows',
      (_, stack) => {
        const away = new Stack(stack.node.root as App, 'Away');
        const eventBus = EventBus.fromEventBusName(away, 'Bus', Fn.importValue('UsersBus'));
        UsersApi.fromUsersApiAttributes(away, 'Users', { url, eventBus }).onEvent('All');
      },
    ],
    [
      'code that makes rules at run time',
      (users, stack) => {
        const assumedBy = new ServicePrincipal('lambda.amazonaws.com');
        const events = [
          'after-forgot-password',
          'after-request-verify',
          'after-request-email-change',
        ];
        users.grants.subscribe(new Role(stack, 'Code', { assumedBy }), { events });
      },
    ],
  ])('by %s', (_, listen) => {
    expect(idsWith(listen, ALL)).toEqual([]);
  });

  test('perhaps on a bus that was imported, which may have rules elsewhere', () => {
    const stack = newStack();
    const eventBus = EventBus.fromEventBusName(stack, 'Bus', 'shared');
    new UsersApi(stack, 'Users', { ...ALL, eventBus });
    expect(idsOf(stack)).toEqual([]);
  });
});

describe('tokens are not mailed', () => {
  test.each<[string, (users: UsersApi, stack: Stack) => void]>([
    ['a rule for another event', (users) => users.onAfterRegister('Registered')],
    [
      'a rule on another bus of the app',
      (_, stack) =>
        new Rule(stack, 'Rule', {
          eventBus: new EventBus(stack, 'Other'),
          eventPattern: { source },
        }),
    ],
    [
      'a rule on the default bus',
      (_, stack) => new Rule(stack, 'Rule', { eventPattern: { source } }),
    ],
    [
      'a rule on a bus of another name',
      (_, stack) =>
        new Rule(stack, 'Rule', {
          eventBus: EventBus.fromEventBusName(stack, 'Bus', 'other'),
          eventPattern: { source },
        }),
    ],
    [
      'a rule for another source',
      ({ eventBus }, stack) =>
        new Rule(stack, 'Rule', { eventBus, eventPattern: { source: ['orders'] } }),
    ],
  ])('by %s', (_, listen) => {
    expect(idsWith(listen)).toEqual(['ResetTokens']);
  });
});

test('a construct in a stage gets the warning, too', () => {
  const app = new App();
  const stack = new Stack(new Stage(app, 'Prod'), 'Test');
  new UsersApi(stack, 'Users');
  expect(idsOf(stack)).toEqual(['ResetTokens']);
});

test('a rule without a target mails nothing, and one that is added to it does', () => {
  const own = (targets?: CfnRule.TargetProperty[]) => (users: UsersApi, stack: Stack) =>
    new CfnRule(stack, 'Own', {
      eventBusName: users.eventBus.eventBusName,
      eventPattern: { source, 'detail-type': ['after-forgot-password'] },
      targets,
    });
  const stack = newStack();
  new UsersApi(stack, 'Users').onAfterForgotPassword('Mail');
  expect(idsOf(stack)).toEqual(['ResetTokens']);
  expect(idsWith(own([]))).toEqual(['ResetTokens']);
  expect(idsWith(own([{ id: 'Mail', arn: 'arn:aws:lambda:::function:mail' }]))).toEqual([]);
  const overridden = (users: UsersApi, stack: Stack) =>
    own()(users, stack).addPropertyOverride('Targets', [{ Id: 'Mail', Arn: 'arn:mail' }]);
  expect(idsWith(overridden)).toEqual([]);
});
