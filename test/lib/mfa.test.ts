import { describe, expect, test } from '@jest/globals';
import { Mfa, RequireMfa, type UsersApiProps } from '../../lib';
import { functionOf, refusal, synthesize } from './support';

const settingOf = (props: UsersApiProps, id = 'UsersLoginJwt') => {
  const { template } = synthesize(props);
  return functionOf(template, id).Environment.Variables.SECOND_FACTORS as string | undefined;
};

describe('mfa', () => {
  test('is off by default, and then no function hears of it', () => {
    expect({ default: settingOf({}), off: settingOf({ mfa: Mfa.off() }) }).toEqual({
      default: undefined,
      off: undefined,
    });
  });

  test('is known to the functions that sign users in', () => {
    const text = JSON.stringify(settingOf({ mfa: Mfa.totp(), requireMfa: RequireMfa.EVERYONE }));
    expect(text).toContain('totp');
    expect(text).toContain('everyone');
  });

  test.each([[''], [' Acme'], ['a:b'], ['x'.repeat(65)]])('refuses the issuer %p', (issuer) => {
    expect(refusal(() => ({ mfa: Mfa.totp({ issuer }) }))).toMatch(
      /^Mfa\.issuer: got .*, expected /,
    );
  });
});

describe('requireMfa', () => {
  test('is refused without a second factor', () => {
    const message = /^requireMfa: got RequireMfa.EVERYONE without a second factor, expected mfa/;
    expect(refusal({ requireMfa: RequireMfa.EVERYONE })).toMatch(message);
    expect(refusal({ requireMfa: RequireMfa.EVERYONE, mfa: Mfa.off() })).toMatch(message);
  });
});
