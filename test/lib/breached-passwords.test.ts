import { describe, expect, test } from '@jest/globals';
import { CfnParameter, Duration } from 'aws-cdk-lib';
import { BreachedPasswords, type HaveIBeenPwnedOptions } from '../../lib';
import { ACTIONS } from '../../lib/contract/index.ts';
import { NEW_PASSWORD } from '../../lib/contract/passwords.ts';
import { functionOf, newStack, refusal, synthesize } from './support';

const breachedPasswords = BreachedPasswords.haveIBeenPwned();
const SETTINGS = '{"url":"https://api.pwnedpasswords.com","timeoutMs":1000}';

/** Logical ids of the functions that are told of a service, and what they are told. */
function told({ template }: ReturnType<typeof synthesize>): Record<string, unknown> {
  const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
  return Object.fromEntries(
    functions.flatMap(([id, { Properties }]) => {
      const value = Properties.Environment?.Variables.BREACHED_PASSWORDS;
      return value === undefined ? [] : [[id.slice(0, -8), value]];
    }),
  );
}

describe('breachedPasswords', () => {
  test('is known to the functions that take new passwords, and to no other', () => {
    expect(told(synthesize({ breachedPasswords }))).toEqual({
      UsersRegister: SETTINGS,
      UsersResetPassword: SETTINGS,
      UsersUpdateMe: SETTINGS,
      UsersUpdateUser: SETTINGS,
      UsersCreateUser: SETTINGS,
    });
    const rows = ACTIONS.filter(({ settings }) => settings.includes(NEW_PASSWORD[0]));
    expect(
      rows.filter(({ settings }) => !NEW_PASSWORD.every((each) => settings.includes(each))),
    ).toEqual([]);
  });

  test.each([
    ['is left out', undefined],
    ['is off', BreachedPasswords.off()],
  ])('asks nobody where it %s', (_, given) => {
    const { template, users } = synthesize({ breachedPasswords: given });
    expect(told({ template } as never)).toEqual({});
    expect(users.adminEnvironment.USERS_API_BREACHED_PASSWORDS).toBe('null');
  });

  test('makes no resource', () => {
    const ids = ({ template }: ReturnType<typeof synthesize>) =>
      Object.keys(template.toJSON().Resources);
    expect(ids(synthesize({ breachedPasswords }))).toEqual(ids(synthesize()));
  });

  test('is known to the admin client, so that the same passwords are refused there', () => {
    const { users, stack } = synthesize({ breachedPasswords });
    expect(stack.resolve(users.adminEnvironment.USERS_API_BREACHED_PASSWORDS)).toBe(SETTINGS);
  });

  test('can be a mirror, and be waited for as long as is said', () => {
    const { template } = synthesize({
      breachedPasswords: BreachedPasswords.haveIBeenPwned({
        url: 'https://passwords.example.com/pwned',
        timeout: Duration.millis(250),
      }),
    });
    expect(functionOf(template, 'UsersRegister').Environment.Variables.BREACHED_PASSWORDS).toBe(
      '{"url":"https://passwords.example.com/pwned","timeoutMs":250}',
    );
  });

  test.each<[string, HaveIBeenPwnedOptions, string]>([
    ['99 ms', { timeout: Duration.millis(99) }, '99 milliseconds'],
    ['6 s', { timeout: Duration.seconds(6) }, '6000 milliseconds'],
    ['half a millisecond', { timeout: Duration.millis(200.5) }, '200.5 milliseconds'],
  ])('refuses a timeout of %s', (_, options, got) => {
    expect(refusal(() => ({ breachedPasswords: BreachedPasswords.haveIBeenPwned(options) }))).toBe(
      `BreachedPasswords.timeout: got ${got}, expected whole milliseconds from 100 to 5000; below, even a service at hand answers too late; above, registrations take seconds while it is down`,
    );
  });

  test('refuses a timeout that only the deployment knows', () => {
    const seconds = new CfnParameter(newStack(), 'Late', { type: 'Number' }).valueAsNumber;
    expect(() => BreachedPasswords.haveIBeenPwned({ timeout: Duration.seconds(seconds) })).toThrow(
      'BreachedPasswords.timeout: got a token, expected whole milliseconds from 100 to 5000',
    );
  });

  test.each([
    ['http://passwords.example.com', 'expected an https URL without fragment and query'],
    ['https://passwords.example.com?mode=ntlm', 'expected an https URL without fragment and query'],
    ['https://passwords.example.com/', 'expected a URL without a slash at the end'],
  ])('refuses the URL %s', (url, expected) => {
    const message = refusal(() => ({
      breachedPasswords: BreachedPasswords.haveIBeenPwned({ url }),
    }));
    expect(message).toContain(`BreachedPasswords.url: got ${JSON.stringify(url)}, ${expected}`);
  });
});
