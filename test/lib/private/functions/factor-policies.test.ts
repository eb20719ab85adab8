import { describe, expect, test } from '@jest/globals';
import { Mfa, Passkeys, RequireMfa } from '../../../../lib';
import { isOf, listed, rolesOf, type Statement, statementsOf, synthesize } from '../../support';

const passkeys = Passkeys.on({
  rpId: 'example.com',
  rpName: 'Example',
  origins: ['https://example.com'],
});
const { template } = synthesize({ mfa: Mfa.totp(), passkeys });

const keysOf = ({ Condition }: Statement) =>
  listed(Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']);
const attributesOf = ({ Condition }: Statement) =>
  listed(Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes']);

/** The reads of a function whose answers may have an attribute, by their keys. */
const reading = (id: string, attribute: string, stack = template) =>
  statementsOf(stack, `Users${id}Role`)
    .filter(isOf('dynamodb'))
    .filter(({ Action }) => /:(GetItem|BatchGetItem|Query)$/.test(String(Action)))
    .filter((each) => attributesOf(each).includes(attribute))
    .map(keysOf);

describe('a function that compares proofs of several kinds', () => {
  test.each(['ReauthenticateJwt', 'DeleteMyTotp', 'ReplaceRecoveryCodes'])(
    '%s reads a hash of a password with no factor, and a secret of an app with no password',
    (id) => {
      const [passwords, secrets] = [reading(id, 'password_hash'), reading(id, 'sealed')];
      expect({ passwords: passwords.length, secrets: secrets.length }).toEqual({
        passwords: 1,
        secrets: 1,
      });
      expect(passwords.flat()).toContain('EMAIL#*');
      expect(passwords.flat()).not.toContain('FACTORS#*');
      expect(secrets.flat()).toContain('FACTORS#*');
      expect(secrets.flat()).not.toContain('USER#*');
      for (const other of ['secret_hash', 'public_key', 'password_hash']) {
        expect(reading(id, other).flat()).not.toContain('FACTORS#*');
      }
    },
  );

  test('reads passkeys by themselves, with whose they are', () => {
    for (const id of ['ReauthenticateJwt', 'MfaLoginJwt']) {
      expect(reading(id, 'public_key')).toEqual([['PASSKEY#*', 'USER#*']]);
    }
  });

  test('reads whether a user is a superuser only where superusers have to give a passkey', () => {
    const ofRequired = (requireMfa: RequireMfa) =>
      reading('LoginJwt', 'is_superuser', synthesize({ passkeys, requireMfa }).template);
    expect({
      nobody: reading('LoginJwt', 'is_superuser'),
      superusers: ofRequired(RequireMfa.SUPERUSERS),
      everyone: ofRequired(RequireMfa.EVERYONE),
    }).toEqual({ nobody: [], superusers: [['USER#*']], everyone: [] });
  });

  test('reads no hash of a password where it takes none', () => {
    for (const id of ['MfaLoginJwt', 'ConfirmTotp', 'GetMyMfa', 'PasskeyLoginJwt', 'AddPasskey']) {
      expect({ id, reads: reading(id, 'password_hash') }).toEqual({ id, reads: [] });
    }
  });
});

describe('a secret of second factors', () => {
  /** The functions that may read one. */
  const readers = (secret: string) =>
    rolesOf(template)
      .filter(({ statements }) =>
        statements.some(
          (each) =>
            isOf('secretsmanager')(each) && JSON.stringify(each.Resource).includes(`"${secret}`),
        ),
      )
      .map(({ role }) => role.replace(/^Users(\w+)Role[0-9A-F]{8}$/, '$1'));

  test('is read by nobody but those that compare or make what it is for', () => {
    expect({
      apps: readers('UsersMfaSecret'),
      logins: readers('UsersMfaTokenSecret'),
      challenges: readers('UsersPasskeyChallengeSecret'),
    }).toEqual({
      apps: [
        'MfaLoginJwt',
        'ReauthenticateJwt',
        'EnrolTotp',
        'ConfirmTotp',
        'DeleteMyTotp',
        'ReplaceRecoveryCodes',
      ],
      logins: ['LoginJwt', 'MfaLoginJwt', 'ReauthenticateJwt', 'PasskeyLoginJwt'],
      challenges: [
        'MfaLoginJwt',
        'ReauthenticateJwt',
        'PasskeyLoginOptionsJwt',
        'PasskeyLoginJwt',
        'PasskeyOptions',
        'AddPasskey',
      ],
    });
  });
});
