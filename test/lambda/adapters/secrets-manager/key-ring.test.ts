import { describe, expect, test } from '@jest/globals';
import { AwsError } from 'cdk-users-api-local/aws-json/operations';
import { KeyRing } from '../../../../lambda/adapters/secrets-manager/key-ring.ts';
import type { Secrets } from '../../../../lambda/adapters/secrets-manager/secrets.ts';
import { type Faulty, TestSecret } from '../../../support/aws/aws-clients.ts';
import { faults } from '../../../support/aws/fault-proxy.ts';
import { withFaultyKeyRing } from '../../../support/aws/faulty-key-ring.ts';
import { withoutWaiting } from '../../../support/aws/no-waiting.ts';
import type { FrozenClock } from '../../../support/domain/frozen.ts';

const READ = 'GetSecretValue';
const unavailable = { name: 'UsersError', code: 'SERVICE_UNAVAILABLE' };

describe('KeyRing', () => {
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

  test('signs with the current version', async () => {
    const { id, material } = await ring.current();
    expect(id).toBe('v1');
    expect(Buffer.from(material).toString()).toBe('material of v1, long enough for keys');
    expect(secrets.proxy.calls[0]?.input).toEqual({
      SecretId: TestSecret.ARN,
      VersionStage: 'AWSCURRENT',
    });
  });

  test('reads again for a caller that misses a key, but not for the same key within five seconds', async () => {
    await ring.current();
    secret.rotate();
    expect((await ring.reread('a')).id).toBe('v2');
    secret.rotate();
    expect((await ring.reread('a')).id).toBe('v2');
    clock.advance(5);
    expect((await ring.reread('a')).id).toBe('v3');
    expect((await ring.current()).id).toBe('v3');
    expect(reads()).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSCURRENT']);
  });

  test('reads once in five minutes', async () => {
    await ring.current();
    clock.advance(299);
    await ring.current();
    await ring.find('v1');
    expect(reads()).toEqual(['AWSCURRENT']);
    clock.advance(1);
    await ring.current();
    expect(reads()).toEqual(['AWSCURRENT', 'AWSCURRENT']);
  });

  test('signs with the new version five minutes after a rotation at the latest', async () => {
    await ring.current();
    secret.rotate();
    clock.advance(299);
    expect((await ring.current()).id).toBe('v1');
    clock.advance(1);
    expect((await ring.current()).id).toBe('v2');
  });

  test('finds the previous version, and reads it once in five minutes', async () => {
    secret.rotate();
    await ring.current();
    expect((await ring.find('v1'))?.id).toBe('v1');
    clock.advance(60);
    expect((await ring.find('v1'))?.id).toBe('v1');
    expect(reads()).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPREVIOUS']);
  });

  test('finds at once the version that a rotation made, by a token of another function', async () => {
    await ring.current();
    secret.rotate();
    expect((await ring.find('v2'))?.id).toBe('v2');
    expect((await ring.current()).id).toBe('v2');
    expect((await ring.find('v1'))?.id).toBe('v1');
    expect(reads()).toEqual(['AWSCURRENT', 'AWSCURRENT', 'AWSPREVIOUS']);
  });

  test('does not find the version before the previous one', async () => {
    secret.rotate();
    await ring.find('v1');
    secret.rotate();
    clock.advance(300);
    expect(await ring.find('v1')).toBeUndefined();
  });

  test('takes a leaked version until five minutes after the second of two rotations, at any time of reading', async () => {
    // An environment that read before both rotations, between them, and just before the second.
    for (const read of [0, 100, 299]) {
      secret = new TestSecret();
      ring = new KeyRing(secrets.client, TestSecret.ARN, clock);
      if (read === 0) await ring.find('v1');
      secret.rotate();
      clock.advance(read);
      if (read > 0) await ring.find('v1');
      secret.rotate();
      clock.advance(299);
      const before = (await ring.find('v1'))?.id;
      clock.advance(1);
      expect({ read, before, after: await ring.find('v1') }).toEqual({
        read,
        before: 'v1',
        after: undefined,
      });
    }
  });

  test('finds nothing in a secret that was never rotated', async () => {
    expect(await ring.find('v0')).toBeUndefined();
  });

  test('finds the version that a rotation made although made-up ones were looked for just before', async () => {
    await ring.current();
    for (const madeUp of ['x', 'y']) expect(await ring.find(madeUp)).toBeUndefined();
    secret.rotate();
    expect((await ring.find('v2'))?.id).toBe('v2');
  });

  test('is SERVICE_UNAVAILABLE, and no refusal, for a version that it may not look for yet', async () => {
    await ring.current();
    for (let number = 0; number < 3; number += 1) await ring.find(`made up ${number}`);
    secret.rotate();
    await expect(ring.find('v2')).rejects.toMatchObject(unavailable);
    await expect(ring.reread('v2')).rejects.toMatchObject(unavailable);
    clock.advance(5);
    expect((await ring.find('v2'))?.id).toBe('v2');
  });

  test('reads at most three times in five seconds because of unknown versions', async () => {
    await ring.current();
    for (const id of ['x', 'y', 'z']) expect(await ring.find(id)).toBeUndefined();
    const tried = reads().length;
    expect(tried).toBe(1 + 3 * 2);
    clock.advance(4);
    // Known to be none, and so refused without a read.
    for (const id of ['x', 'y', 'z']) expect(await ring.find(id)).toBeUndefined();
    for (let number = 0; number < 200; number += 1) {
      await expect(ring.find(`made up ${number}`)).rejects.toMatchObject(unavailable);
    }
    expect(reads()).toHaveLength(tried);
    clock.advance(1);
    await ring.find('x');
    expect(reads()).toHaveLength(tried + 2);
  });

  describe('with a smallest value', () => {
    const ringOf = (value: string, previous = value) => {
      const values: Readonly<Record<string, string>> = { AWSCURRENT: value, AWSPREVIOUS: previous };
      secret.read = (stage) => ({
        VersionId: String(stage),
        SecretString: values[String(stage)] ?? '',
      });
      return new KeyRing(secrets.client, TestSecret.ARN, clock, { minBytes: 32 });
    };

    test.each(['', 'a', ' ', 'x'.repeat(31)])('refuses %j, and names the secret', async (value) => {
      const refusal = `secret ${TestSecret.ARN} has a value of ${value.length} bytes, expected at least 32`;
      await expect(ringOf(value).current()).rejects.toThrow(refusal);
    });

    test('takes one that is just long enough', async () => {
      expect((await ringOf('x'.repeat(32)).current()).id).toBe('AWSCURRENT');
    });

    test('verifies nothing by a previous version that is shorter', async () => {
      const strong = ringOf('x'.repeat(32), 'short');
      expect(await strong.find('AWSPREVIOUS')).toBeUndefined();
      expect((await strong.find('AWSCURRENT'))?.id).toBe('AWSCURRENT');
    });
  });

  describe('when Secrets Manager fails', () => {
    const outage = () => secrets.proxy.fail(READ, faults.internalError, { times: Infinity });

    test.each(['throttledAccount', 'internalError', 'unavailable', 'droppedBefore'] as const)(
      'is SERVICE_UNAVAILABLE where nothing was read yet (%s)',
      async (name) => {
        secrets.proxy.fail(READ, faults[name], { times: Infinity });
        await expect(ring.current()).rejects.toMatchObject(unavailable);
        await expect(ring.find('v1')).rejects.toMatchObject(unavailable);
      },
    );

    test('answers after a retry where it fails once', async () => {
      secrets.proxy.fail(READ, faults.droppedBefore);
      expect((await ring.current()).id).toBe('v1');
      expect(reads()).toHaveLength(2);
    });

    test('goes on with the version it knows, and tries again every five seconds', async () => {
      await ring.current();
      secret.rotate();
      clock.advance(600);
      outage();
      expect((await ring.current()).id).toBe('v1');
      expect((await ring.find('v1'))?.id).toBe('v1');
      const tried = reads().length;
      clock.advance(4);
      await ring.current();
      expect(reads()).toHaveLength(tried);
      secrets.proxy.reset();
      clock.advance(1);
      expect((await ring.current()).id).toBe('v2');
    });

    test('goes on for less than an hour after the last read', async () => {
      await ring.current();
      outage();
      clock.advance(3599);
      expect((await ring.current()).id).toBe('v1');
      clock.advance(5);
      await expect(ring.current()).rejects.toMatchObject(unavailable);
      await expect(ring.find('v1')).rejects.toMatchObject(unavailable);
    });

    test.each(['ResourceNotFoundException', 'AccessDeniedException', 'InvalidRequestException'])(
      'stops within five minutes where the secret is gone or denied (%s), and an outage brings nothing back',
      async (code) => {
        secret.rotate();
        await ring.current();
        await ring.find('v1');
        secret.read = () => {
          throw new AwsError(code, 'the secret is gone');
        };
        clock.advance(300);
        await expect(ring.current()).rejects.toMatchObject({ name: code });
        await expect(ring.find('v1')).rejects.toMatchObject({ name: code });
        outage();
        await expect(ring.current()).rejects.toMatchObject(unavailable);
        await expect(ring.find('v1')).rejects.toMatchObject(unavailable);
      },
    );

    test('goes on with the previous version it knows', async () => {
      secret.rotate();
      await ring.find('v1');
      clock.advance(600);
      outage();
      expect((await ring.find('v1'))?.id).toBe('v1');
    });

    test('is SERVICE_UNAVAILABLE for a version it does not know, which may be a new one', async () => {
      await ring.current();
      outage();
      await expect(ring.find('v2')).rejects.toMatchObject(unavailable);
    });

    test('passes on an error that is no outage but a mistake', async () => {
      secrets.proxy.fail(READ, faults.invalid, { times: Number.POSITIVE_INFINITY });
      await expect(ring.current()).rejects.toMatchObject({ name: 'ValidationException' });
    });
  });
});
