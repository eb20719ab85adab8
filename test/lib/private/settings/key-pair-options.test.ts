import { describe, expect, test } from '@jest/globals';
import { Duration, Lazy } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, JwtAlgorithm, type JwtBackendOptions } from '../../../../lib';
import { newStack, synthesize } from '../../support';

const { RS256, HS256 } = JwtAlgorithm;

describe('the rotation of a pair that backends share', () => {
  const days = (...all: readonly JwtBackendOptions[]) => {
    const authBackends = all.map((each, number) =>
      AuthBackend.jwt({ name: `backend-${number}`, ...each }),
    );
    const [schedule] = Object.values(
      synthesize({ authBackends }).template.findResources('AWS::SecretsManager::RotationSchedule'),
    );
    return schedule?.Properties.RotationRules.AutomaticallyAfterDays;
  };

  test('is every 90 days, or as seldom as the longest lifetime asks for', () => {
    expect(days({}, { lifetime: Duration.days(7) })).toBe(90);
    expect(days({}, { lifetime: Duration.hours(2401) })).toBe(101);
  });

  test('is what one of them says', () => {
    expect(days({}, { keyRotationInterval: Duration.days(30) })).toBe(30);
    expect(
      days({ keyRotationInterval: Duration.days(7) }, { keyRotationInterval: Duration.days(7) }),
    ).toBe(7);
  });

  test('is refused where they say different times, or one has tokens that live longer', () => {
    expect(() =>
      days({ keyRotationInterval: Duration.days(7) }, { keyRotationInterval: Duration.days(30) }),
    ).toThrow(
      'AuthBackend.keyRotationInterval: got 7 days and 30 days for one key pair, expected one time, as backends with the same algorithm share a pair; give it to one of them',
    );
    expect(() =>
      days({ keyRotationInterval: Duration.days(7) }, { lifetime: Duration.days(8) }),
    ).toThrow('AuthBackend.keyRotationInterval: got 7 days, for tokens that live longer');
  });
});

describe('AuthBackend.jwt refuses', () => {
  test('a rotation of HS256, which has no key pair', () => {
    expect(() =>
      AuthBackend.jwt({ algorithm: HS256, keyRotationInterval: Duration.days(1) }),
    ).toThrow(
      'AuthBackend.keyRotationInterval: got a time for HS256, expected one only for RS256 and ES256; leave it out, as HS256 has no key pair; put-secret-value rotates its secret',
    );
  });

  test('a secret for a key pair', () => {
    const secret = new Secret(newStack(), 'Secret');
    expect(() => AuthBackend.jwt({ algorithm: RS256, secret })).toThrow(
      'AuthBackend.secret: got a secret for RS256, expected none, as the key pair is made and rotated in secrets of the construct; leave it out, or give algorithm: JwtAlgorithm.HS256 to sign with it',
    );
  });

  test.each([
    ['parts of a day', Duration.hours(36), '1.5 days'],
    ['no time', Duration.days(0), '0 days'],
    ['more than 1000 days', Duration.days(1001), '1001 days'],
    [
      'one that synth does not know',
      Duration.days(Lazy.number({ produce: () => 1 })),
      'a time that is known only at deployment',
    ],
  ])('a rotation after %s', (_, keyRotationInterval, got) => {
    expect(() => AuthBackend.jwt({ algorithm: RS256, keyRotationInterval })).toThrow(
      `AuthBackend.keyRotationInterval: got ${got}, expected whole days from 1 to 1000; Secrets Manager counts the days between two rotations`,
    );
  });

  test('tokens that outlive their key', () => {
    const days = (lifetime: number, keyRotationInterval?: number) => () =>
      AuthBackend.jwt({
        algorithm: RS256,
        lifetime: Duration.days(lifetime),
        keyRotationInterval:
          keyRotationInterval === undefined ? undefined : Duration.days(keyRotationInterval),
      });
    expect(days(8, 7)).toThrow(
      'AuthBackend.keyRotationInterval: got 7 days, for tokens that live longer, expected at least the lifetime, as a former key stays for one rotation; make one longer or the other shorter',
    );
    expect(days(91)).not.toThrow();
    expect(days(7, 7)).not.toThrow();
  });
});
