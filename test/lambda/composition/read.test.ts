import { describe, expect, test } from '@jest/globals';
import { read } from '../../../lambda/composition/read.ts';
import { allowedOrigins, backends, tableName, userModel } from '../../../lib/contract/action.ts';
import { SETTINGS } from '../../../lib/contract/index.ts';
import { oauthClients } from '../../../lib/contract/oauth.ts';
import { passwordMinLength, resetTokenSecret } from '../../../lib/contract/passwords.ts';
import {
  type IntegerSetting,
  type SecondsSetting,
  UNCHECKED,
  variableOf,
} from '../../../lib/contract/setting.ts';
import { confirmsEmailChange } from '../../../lib/contract/verification.ts';

const OPTIONAL = SETTINGS.filter(({ kind }) => kind.startsWith('optional-'));
const REQUIRED = SETTINGS.filter((setting) => !OPTIONAL.includes(setting));

describe('the environment', () => {
  test.each(REQUIRED.map((setting) => [variableOf(setting), setting] as const))(
    'without %s stops the function, with the name of the variable',
    (variable, setting) => {
      expect(() => read({}, setting)).toThrow(
        `the environment variable ${variable} is missing; the UsersApi construct sets it`,
      );
    },
  );

  test.each(OPTIONAL.map((setting) => [variableOf(setting), setting] as const))(
    'need not have %s',
    (_, setting) => {
      expect(read({}, setting)).toBeUndefined();
    },
  );

  test('gives texts, numbers, flags, lists and JSON as what they are', () => {
    const given = [{ name: 'jwt', transport: { kind: 'bearer' } }];
    const environment = {
      TABLE_NAME: 'users',
      BACKENDS: JSON.stringify(given),
      RESET_TOKEN_SECRET_ARN: 'arn',
      PASSWORD_MIN_LENGTH: '12',
      CONFIRM_EMAIL_CHANGE: 'true',
      ALLOWED_ORIGINS: '["https://app.example.org"]',
      USER_MODEL: './user-model.mjs',
    };
    expect(read(environment, tableName)).toBe('users');
    expect(read(environment, backends)).toEqual(given);
    expect(read(environment, resetTokenSecret)).toBe('arn');
    expect(read(environment, passwordMinLength)).toBe(12);
    expect(read(environment, confirmsEmailChange)).toBe(true);
    expect(read({ CONFIRM_EMAIL_CHANGE: 'false' }, confirmsEmailChange)).toBe(false);
    expect(read(environment, allowedOrigins)).toEqual(['https://app.example.org']);
    expect(read(environment, userModel)).toBe('./user-model.mjs');
  });

  test.each(SETTINGS.filter(({ kind }) => kind === 'integer' || kind === 'seconds'))(
    'checks a number of $name that synth could not check by its row',
    (setting) => {
      const { min = 1, max } = setting as IntegerSetting | SecondsSetting;
      const readOf = (number: number) =>
        read({ [variableOf(setting)]: `${number}${UNCHECKED}` }, setting);
      expect([readOf(min), readOf(max)]).toEqual([min, max]);
      for (const wrong of [min - 1, max + 1]) {
        expect(() => readOf(wrong)).toThrow(`is ${wrong}, not from ${min} to ${max}: `);
      }
    },
  );

  test('fills the gaps of a file beside the bundle', () => {
    const files = (name: string) => {
      if (name !== 'oauth-clients.json') throw new Error(`${name} is not there`);
      return '[{"name":"acme","clientId":"\\u001a0"},{"name":"partner","clientId":"literal"}]';
    };
    expect(read({ OAUTH_CLIENTS: '["token"]' }, oauthClients, files)).toEqual([
      { name: 'acme', clientId: 'token' },
      { name: 'partner', clientId: 'literal' },
    ]);
  });

  test('without the file beside the bundle stops the function', () => {
    expect(() => read({ OAUTH_CLIENTS: '[]' }, oauthClients)).toThrow(
      /no such file.+oauth-clients\.json/,
    );
  });

  test.each(['ten', '1.5', '', ' ', '-8', '1e1', '0x8'])(
    'with %j for a whole number stops the function',
    (value) => {
      expect(() => read({ PASSWORD_MIN_LENGTH: value }, passwordMinLength)).toThrow(
        `the environment variable PASSWORD_MIN_LENGTH is ${value}, not a whole number`,
      );
    },
  );
});
