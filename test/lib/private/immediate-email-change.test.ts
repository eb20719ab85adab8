import { describe, expect, test } from '@jest/globals';
import { Annotations as Messages } from 'aws-cdk-lib';
import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import { EmailChange, Mfa, Passkeys, type UsersApiProps } from '../../../lib';
import { newStack, synthesize } from '../support';

const ID = 'cdk-users-api:immediateEmailChange';

const passkeys = Passkeys.on({
  rpId: 'example.com',
  rpName: 'Acme Shop',
  origins: ['https://example.com'],
});

function warnings(props: UsersApiProps, stack = newStack()): unknown[] {
  return Annotations.fromStack(synthesize(props, stack).stack)
    .findWarning('/Test/Users', Match.stringLikeRegexp(ID))
    .map(({ entry }) => entry.data);
}

test.each<[string, UsersApiProps, boolean]>([
  ['changes at once without factors and passkeys', {}, false],
  ['changes at once with both off', { mfa: Mfa.off(), passkeys: Passkeys.off() }, false],
  ['has to be confirmed with an authenticator app', { mfa: Mfa.totp() }, true],
  ['has to be confirmed with passkeys', { passkeys }, true],
  [
    'changes at once with factors where the prop says so',
    { mfa: Mfa.totp(), passkeys, emailChange: EmailChange.IMMEDIATE },
    false,
  ],
])('an address %s', (_, props, confirmed) => {
  const { users, template } = synthesize(props, newStack());
  const routes = template.findResources('AWS::ApiGatewayV2::Route', {
    Properties: { RouteKey: 'POST /users/confirm-email-change' },
  });
  expect({
    route: Object.keys(routes).length,
    function: 'confirm-email-change' in users.functions,
    variable: updateMeOf(template).CONFIRM_EMAIL_CHANGE,
  }).toEqual({ route: confirmed ? 1 : 0, function: confirmed, variable: `${confirmed}` });
});

describe('addresses that change at once', () => {
  test.each<[string, UsersApiProps]>([
    ['mfa', { mfa: Mfa.totp() }],
    ['passkeys', { passkeys }],
    ['mfa and passkeys', { mfa: Mfa.totp(), passkeys }],
  ])('get a warning with %s', (given, props) => {
    expect(warnings({ ...props, emailChange: EmailChange.IMMEDIATE })).toEqual([
      `emailChange: got EmailChange.IMMEDIATE with ${given}, expected EmailChange.CONFIRM; a user who verified one address can move to that of somebody else without its mailbox, and keeps second factors and passkeys when the owner of that address resets the password; set emailChange: EmailChange.CONFIRM [ack: ${ID}]`,
    ]);
  });

  test.each<[string, UsersApiProps]>([
    ['without both', {}],
    ['with both off', { mfa: Mfa.off(), passkeys: Passkeys.off() }],
    ['where they are confirmed', { mfa: Mfa.totp(), passkeys, emailChange: EmailChange.CONFIRM }],
    ['by default', { mfa: Mfa.totp(), passkeys }],
  ])('get none %s', (_, props) => {
    expect(warnings(props)).toEqual([]);
  });

  test('get none where that is acknowledged', () => {
    const stack = newStack();
    Messages.of(stack).acknowledgeWarning(ID);
    expect(warnings({ mfa: Mfa.totp(), emailChange: EmailChange.IMMEDIATE }, stack)).toEqual([]);
  });
});

/** Variables of the function behind `PATCH /me`. */
function updateMeOf(template: Template): Record<string, unknown> {
  const [{ Properties = {} } = {}] = Object.values(
    template.findResources('AWS::Lambda::Function', {
      Properties: { Handler: 'update-me.handler' },
    }),
  );
  return Properties.Environment?.Variables ?? {};
}
