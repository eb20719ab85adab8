import { describe, expect, test } from '@jest/globals';
import { Annotations as Messages } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
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

describe('addresses that change at once', () => {
  test.each<[string, UsersApiProps]>([
    ['mfa', { mfa: Mfa.totp() }],
    ['passkeys', { passkeys }],
    ['mfa and passkeys', { mfa: Mfa.totp(), passkeys, emailChange: EmailChange.IMMEDIATE }],
  ])('get a warning with %s', (given, props) => {
    expect(warnings(props)).toEqual([
      `emailChange: got EmailChange.IMMEDIATE with ${given}, expected EmailChange.CONFIRM; a user who verified one address can move to that of somebody else without its mailbox, and keeps second factors and passkeys when the owner of that address resets the password; set emailChange: EmailChange.CONFIRM [ack: ${ID}]`,
    ]);
  });

  test.each<[string, UsersApiProps]>([
    ['without both', {}],
    ['with both off', { mfa: Mfa.off(), passkeys: Passkeys.off() }],
    ['where they are confirmed', { mfa: Mfa.totp(), passkeys, emailChange: EmailChange.CONFIRM }],
  ])('get none %s', (_, props) => {
    expect(warnings(props)).toEqual([]);
  });

  test('get none where that is acknowledged', () => {
    const stack = newStack();
    Messages.of(stack).acknowledgeWarning(ID);
    expect(warnings({ mfa: Mfa.totp() }, stack)).toEqual([]);
  });
});
