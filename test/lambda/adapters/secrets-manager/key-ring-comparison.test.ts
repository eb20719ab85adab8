import { describe, expect, test } from '@jest/globals';
import { KeyRing } from '../../../../lambda/adapters/secrets-manager/key-ring.ts';
import type { Secrets } from '../../../../lambda/adapters/secrets-manager/secrets.ts';
import { type Faulty, TestSecret } from '../../../support/aws/aws-clients.ts';
import { faults } from '../../../support/aws/fault-proxy.ts';
import { withFaultyKeyRing } from '../../../support/aws/faulty-key-ring.ts';
import { withoutWaiting } from '../../../support/aws/no-waiting.ts';
import type { FrozenClock } from '../../../support/domain/frozen.ts';

const READ = 'GetSecretValue';

describe('KeyRing compares what names no version', () => {
  withoutWaiting();
  let secret: TestSecret;
  let secrets: Faulty<Secrets>;
  let clock: FrozenClock;
  let ring: KeyRing;

  /** The stages that were read. */
  const reads = withFaultyKeyRing(
    () => secret,
    (made) => {
      ({ secret, secrets, clock, ring } = made);
    },
  );

  const says = (id: string) =>
    ring.verifies(({ material }) =>
      Buffer.from(material).toString().startsWith(`material of ${id},`),
    );

  test('with the current one, by one read in five minutes', async () => {
    expect([await says('v1'), await says('v1')]).toEqual([true, true]);
    expect(reads()).toEqual(['AWSCURRENT']);
  });

  test('with the previous one, read once in five minutes', async () => {
    secret.rotate();
    expect(await says('v1')).toBe(true);
    clock.advance(60);
    expect(await says('v1')).toBe(true);
    expect(reads()).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPREVIOUS']);
  });

  test('with neither of those before', async () => {
    secret.rotate();
    secret.rotate();
    expect(await says('v1')).toBe(false);
  });

  test('with one that a rotation has just made', async () => {
    expect(await says('v1')).toBe(true);
    secret.rotate();
    expect(await says('v2')).toBe(true);
    expect(await says('v1')).toBe(true);
  });

  test('at most every five seconds with what is stored, whatever is presented', async () => {
    for (const wrong of ['a', 'b', 'c']) expect(await says(wrong)).toBe(false);
    expect(reads()).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPREVIOUS']);
    clock.advance(5);
    expect(await says('a')).toBe(false);
    expect(reads()).toHaveLength(5);
  });

  test('by what it read before while Secrets Manager is out of reach', async () => {
    secret.rotate();
    expect(await says('v1')).toBe(true);
    secrets.proxy.fail(READ, faults.unavailable, { times: Number.POSITIVE_INFINITY });
    clock.advance(301);
    expect({
      previous: await says('v1'),
      current: await says('v2'),
      wrong: await says('v3'),
    }).toEqual({
      previous: true,
      current: true,
      wrong: false,
    });
  });

  test('with nothing where what counts of the value is too short', async () => {
    const none = new KeyRing(secrets.client, TestSecret.ARN, clock, {
      minBytes: 32,
      counted: (value) => value.subarray(0, 1),
    });
    await expect(none.verifies(() => true)).rejects.toThrow('has a value of 1 bytes');
  });
});
