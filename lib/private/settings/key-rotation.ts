import { Duration } from 'aws-cdk-lib';
import type { AuthBackend } from '../../auth-backend';
import { type KeyPairAlgorithm, keyPairOf } from '../../contract/backend.ts';
import { Found, UsersApiError } from '../errors';
import { checkOverlap, DAY } from './key-pair-options';

/** A quarter; NIST SP 800-57 part 1, 5.3.6, has one to three years as the maximum for a signing key. */
const DEFAULT_KEY_ROTATION = Duration.days(90);

/** The algorithms of the backends' key pairs, each once. */
export function keyPairAlgorithms(backends: readonly AuthBackend[]): readonly KeyPairAlgorithm[] {
  return [...new Set(backends.flatMap(({ _strategy }) => keyPairOf(_strategy) ?? []))];
}

/**
 * How often the pair is replaced that the backends with an algorithm share.
 *
 * @throws when they want different times, or one of them has tokens that live longer
 */
export function keyRotationOf(algorithm: KeyPairAlgorithm, all: readonly AuthBackend[]): Duration {
  const backends = all.filter(({ _strategy }) => keyPairOf(_strategy) === algorithm);
  const given = backends.flatMap(({ keyRotationInterval }) => keyRotationInterval ?? []);
  const [first] = given;
  const other = given.find((each) => each.toDays() !== first?.toDays());
  if (first !== undefined && other !== undefined) {
    throw new UsersApiError('AuthBackend.keyRotationInterval', {
      got: new Found(`${first.toDays()} days and ${other.toDays()} days for one key pair`),
      expected: 'one time, as backends with the same algorithm share a pair',
      fix: 'give it to one of them',
    });
  }
  const lifetimes = backends.map(({ lifetime }) => lifetime).filter((each) => !each.isUnresolved());
  if (first !== undefined) {
    for (const lifetime of lifetimes) checkOverlap(lifetime, first);
    return first;
  }
  const days = lifetimes.map((each) => Math.ceil(each.toSeconds({ integral: false }) / DAY));
  return Duration.days(Math.max(DEFAULT_KEY_ROTATION.toDays(), ...days));
}
