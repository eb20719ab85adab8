import { describe, expect, test } from '@jest/globals';
import { SecretValue } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Mfa } from '../../lib';
import { functionOf, newStack, refusal, synthesize } from './support';

const { template } = synthesize({ mfa: Mfa.totp({ issuer: 'Acme Shop' }) });

/** Functions whose policies name a secret, by the beginning of its id. */
function readersOf(secret: string): readonly string[] {
  return Object.entries(template.findResources('AWS::IAM::Role'))
    .filter(([, role]) => JSON.stringify(role.Properties.Policies).includes(`"Ref":"${secret}`))
    .map(([id]) => /^Users(\w+?)Role/.exec(id)?.[1] ?? id)
    .toSorted();
}

describe('an API with authenticator apps', () => {
  test('has a secret that seals them, which only functions read that enrol or verify', () => {
    expect(readersOf('UsersMfaSecret')).toEqual([
      'ConfirmTotp',
      'DeleteMyTotp',
      'EnrolTotp',
      'MfaLoginJwt',
      'ReauthenticateJwt',
      'ReplaceRecoveryCodes',
    ]);
  });

  test('never shows a login what seals them', () => {
    expect(readersOf('UsersMfaSecret')).not.toContain('LoginJwt');
    expect(readersOf('UsersMfaTokenSecret')).toContain('LoginJwt');
    expect(readersOf('UsersMfaTokenSecret')).toContain('MfaLoginJwt');
  });

  test('retains the secret, as the table would be of no use without it', () => {
    const [secret] = Object.entries(template.findResources('AWS::SecretsManager::Secret')).filter(
      ([id]) => id.startsWith('UsersMfaSecret'),
    );
    expect(secret?.[1]).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate' });
  });

  test('tells only the function that enrols what apps show', () => {
    const issuer = (id: string) => functionOf(template, id).Environment.Variables.MFA_ISSUER;
    expect({
      enrolTotp: issuer('UsersEnrolTotp'),
      confirmTotp: issuer('UsersConfirmTotp'),
    }).toEqual({ enrolTotp: 'Acme Shop', confirmTotp: undefined });
  });

  test('takes a secret of before, and none that is known to be short', () => {
    const stack = newStack();
    const secret = new Secret(stack, 'OfBefore');
    const given = synthesize({ mfa: Mfa.totp({ secret }) }, stack).template;
    const ids = Object.keys(given.findResources('AWS::SecretsManager::Secret'));
    expect(ids.filter((id) => id.startsWith('UsersMfaSecret'))).toEqual([]);
    expect(
      refusal(() => {
        const short = new Secret(newStack(), 'Short', {
          secretStringValue: SecretValue.unsafePlainText('short'),
        });
        return { mfa: Mfa.totp({ secret: short }) };
      }),
    ).toMatch(/^Mfa\.secret: got a secret with a value of 5 bytes, expected at least 32/);
  });
});
