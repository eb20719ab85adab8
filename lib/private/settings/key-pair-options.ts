import { Duration } from 'aws-cdk-lib';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import type { JwtAlgorithm } from '../../jwt-algorithm';
import { Found, UsersApiError } from '../errors';

/** The maximum that Secrets Manager takes as `AutomaticallyAfterDays`. */
const MAX_ROTATION_DAYS = 1000;
export const DAY = Duration.days(1).toSeconds();

/** As `AuthBackendOptions` has it. */
interface KeyPairOptions {
  readonly algorithm: JwtAlgorithm;
  readonly lifetime?: Duration;
  readonly keyRotationInterval?: Duration;
  readonly secret?: aws_secretsmanager.ISecretRef;
}

/** Refuses options of a backend with signed tokens that don't go together. */
export function checkKeyPair(options: KeyPairOptions): void {
  const { algorithm, keyRotationInterval, secret } = options;
  if (algorithm._keyPair === undefined) {
    if (keyRotationInterval === undefined) return;
    throw new UsersApiError('AuthBackend.keyRotationInterval', {
      got: new Found('a time for HS256'),
      expected: 'one only for RS256 and ES256',
      fix: 'leave it out, as HS256 has no key pair; put-secret-value rotates its secret',
    });
  }
  if (secret !== undefined) {
    throw new UsersApiError('AuthBackend.secret', {
      got: new Found(`a secret for ${algorithm.name}`),
      expected: 'none, as the key pair is made and rotated in secrets of the construct',
      fix: 'leave it out, or give algorithm: JwtAlgorithm.HS256 to sign with it',
    });
  }
  checkRotation(keyRotationInterval);
  if (keyRotationInterval !== undefined) checkOverlap(options.lifetime, keyRotationInterval);
}

/** Only times known at synth: the schedule counts in days, and a token can't be divided. */
function checkRotation(keyRotationInterval: Duration | undefined): void {
  if (keyRotationInterval === undefined) return;
  const unresolved = keyRotationInterval.isUnresolved();
  const days = unresolved ? Number.NaN : keyRotationInterval.toSeconds({ integral: false }) / DAY;
  if (Number.isInteger(days) && days >= 1 && days <= MAX_ROTATION_DAYS) return;
  throw new UsersApiError('AuthBackend.keyRotationInterval', {
    got: new Found(unresolved ? 'a time that is known only at deployment' : `${days} days`),
    expected: `whole days from 1 to ${MAX_ROTATION_DAYS}`,
    fix: 'Secrets Manager counts the days between two rotations',
  });
}

/** A former public key stays until the next rotation, so no token may outlive one. */
export function checkOverlap(lifetime: Duration | undefined, keyRotationInterval: Duration): void {
  if (lifetime === undefined || lifetime.isUnresolved()) return;
  if (lifetime.toSeconds({ integral: false }) <= keyRotationInterval.toSeconds()) return;
  throw new UsersApiError('AuthBackend.keyRotationInterval', {
    got: new Found(`${keyRotationInterval.toDays()} days, for tokens that live longer`),
    expected: 'at least the lifetime, as a former key stays for one rotation',
    fix: 'make one longer or the other shorter',
  });
}
