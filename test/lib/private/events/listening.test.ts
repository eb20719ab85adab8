import { describe, expect, test } from '@jest/globals';
import { Annotations as Messages, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Match as Pattern, Rule } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  AuthBackend,
  BruteForce,
  EmailChange,
  EmailLogin,
  Mfa,
  Passkeys,
  UsersApi,
  type UsersApiProps,
} from '../../../../lib';
import { FEATURES } from '../../../../lib/contract/features.ts';
import { EVENTS } from '../../../../lib/contract/index.ts';
import { newStack } from '../../support';
import { google } from '../../support-oauth';

function make(props: UsersApiProps, listen: (users: UsersApi) => void) {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users', props);
  listen(users);
  return stack;
}

const resourcesOf = (stack: Stack) => {
  const { Resources, ...others } = Template.fromStack(stack).toJSON();
  return { ...others, Resources };
};

describe('after-login', () => {
  const session = AuthBackend.session();

  test.each([
    ['by default', {}],
    ['with stored sessions', { authBackends: [session, AuthBackend.jwt({ refresh: {} })] }],
    ['with schemas', { eventSchemas: true }],
  ])('is raised as soon as a rule is for it, as if the prop had said so: %s', (_, props) => {
    const late = make(props, (users) => users.onAfterLogin('Login'));
    const said = make({ ...props, loginEvents: true }, (users) => users.onAfterLogin('Login'));
    expect(resourcesOf(late)).toEqual(resourcesOf(said));
    expect(JSON.stringify(resourcesOf(late))).toContain('"LOGIN_EVENTS":"true"');
  });

  test('is raised for a rule that names it among others, and for code that may make one', () => {
    const eventPattern = { detailType: ['after-register', 'after-login'] };
    const stacks = [
      make({}, (users) => users.onEvent('Some', { eventPattern })),
      make({}, (users) => {
        const assumedBy = new ServicePrincipal('lambda.amazonaws.com');
        users.grants.subscribe(new Role(users, 'Code', { assumedBy }), { events: ['after-login'] });
      }),
    ];
    for (const stack of stacks) {
      expect(JSON.stringify(resourcesOf(stack))).toContain('"LOGIN_EVENTS":"true"');
    }
  });

  test('is not raised for a rule for all events', () => {
    const stack = make({}, (users) => users.onEvent('All'));
    expect(JSON.stringify(resourcesOf(stack))).toContain('"LOGIN_EVENTS":"false"');
  });

  test('is refused where the prop says that it is not to be raised', () => {
    expect(() => make({ loginEvents: false }, (users) => users.onAfterLogin('Login'))).toThrow(
      'Test/Users: loginEvents: got false, expected true or no value, as somebody listens to after-login and would never hear it; leave it out, which raises the event as soon as somebody listens, or take the listener away',
    );
  });
});

describe('a rule for after-login that the construct did not make', () => {
  const warned = (detailType: string[] | undefined, props: UsersApiProps = {}) => {
    const stack = make(props, ({ eventBus }) => {
      new Rule(Stack.of(eventBus), 'Own', {
        eventBus,
        eventPattern: { source: ['users-api'], detailType },
      });
    });
    return Annotations.fromStack(stack).findWarning(
      '/Test/Users',
      Match.stringLikeRegexp('^after-login: got the rule Test/Own, .*eventNeverRaised'),
    ).length;
  };

  test.each([
    ['by its name', ['after-login']],
    ['by its name beside another', ['after-register', 'after-login']],
    ['by a prefix', Pattern.prefix('after-log')],
    ['by a suffix', Pattern.suffix('-login')],
  ])('is warned of, as it switches nothing on: %s', (_, detailType) => {
    expect(warned(detailType)).toBe(1);
    expect(warned(detailType, { loginEvents: true })).toBe(0);
  });

  test.each([
    ['all', undefined],
    ['another', ['after-register']],
    ['all that begin so', Pattern.prefix('after-')],
  ])('is not warned of when it asks for other events or for all: %s', (_, detailType) => {
    expect(warned(detailType)).toBe(0);
  });
});

test('a rule for an event that there is not is warned of, with the names that there are', () => {
  const warned = (detailType: string[]) =>
    Annotations.fromStack(
      make({}, (users) => users.onEvent('Typo', { eventPattern: { detailType } })),
    ).findWarning('/Test/Users', Match.stringLikeRegexp('eventNeverRaised'));
  expect(warned(['after-registration']).map(({ entry }) => entry.data)).toEqual([
    expect.stringMatching(
      /^eventPattern.detailType: got "after-registration", expected some of after-register, .* as the API raises no other; correct it, or take the listener away/,
    ),
  ]);
  expect(warned(['after-register'])).toEqual([]);
  expect(warned(Pattern.prefix('after-re'))).toEqual([]);
});

/** Events that need something else than listeners, which the contract says. */
const CONDITIONAL = Object.entries(EVENTS).flatMap(([type, { onlyWith }]) =>
  onlyWith === undefined || onlyWith === 'loginEvents' ? [] : [{ type, onlyWith }],
);

const PROPS: Readonly<Record<string, () => UsersApiProps>> = {
  confirmEmailChange: () => ({ emailChange: EmailChange.CONFIRM }),
  emailLogin: () => ({ emailLogin: EmailLogin.code() }),
  newDeviceEvents: () => ({ newDeviceEvents: true }),
  refresh: () => ({ authBackends: [AuthBackend.jwt({ refresh: {} })] }),
  oauthClients: () => ({ oauthClients: [google()] }),
  mfa: () => ({ mfa: Mfa.totp() }),
  passkeys: () => ({
    passkeys: Passkeys.on({
      rpId: 'example.com',
      rpName: 'Acme',
      origins: ['https://example.com'],
    }),
  }),
};

/** What takes a feature away that is on by default. */
const WITHOUT: Readonly<Record<string, () => UsersApiProps>> = {
  lockouts: () => ({ bruteForce: BruteForce.off() }),
};

describe('an event that is never raised', () => {
  const warnings = (stack: Stack) =>
    Annotations.fromStack(stack).findWarning(
      '/Test/Users',
      Match.stringLikeRegexp('eventNeverRaised'),
    );
  const listen = (users: UsersApi, type: string) =>
    users.onEvent('Rule', { eventPattern: { detailType: [type] } });

  test.each(CONDITIONAL)('gets a warning if somebody listens to it: $type', (event) => {
    const props = WITHOUT[event.onlyWith]?.() ?? {};
    const stack = make(props, (users) => listen(users, event.type));
    expect(warnings(stack).map(({ entry }) => entry.data)).toEqual([
      `${event.type}: got a listener, expected the API to raise it, which it does only with ${FEATURES[event.onlyWith].by.replaceAll('`', '')}; use that, or take the listener away [ack: cdk-users-api:eventNeverRaised]`,
    ]);
  });

  test.each(CONDITIONAL)('gets none where it is raised: $type', ({ type, onlyWith }) => {
    const stack = newStack();
    listen(new UsersApi(stack, 'Users', PROPS[onlyWith]?.()), type);
    expect(warnings(stack)).toEqual([]);
  });

  test('gets one by its own method as well, which can be acknowledged', () => {
    const stack = make({}, (users) => users.onAfterRefreshReuse('Reuse'));
    expect(warnings(stack)).toHaveLength(1);
    const acknowledged = make({}, (users) => {
      Messages.of(users).acknowledgeWarning('cdk-users-api:eventNeverRaised');
      users.onAfterRefreshReuse('Reuse');
    });
    expect(warnings(acknowledged)).toEqual([]);
  });
});
