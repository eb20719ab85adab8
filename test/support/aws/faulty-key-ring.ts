import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { KeyRing } from '../../../lambda/adapters/secrets-manager/key-ring.ts';
import type { Secrets } from '../../../lambda/adapters/secrets-manager/secrets.ts';
import { FrozenClock } from '../domain/frozen.ts';
import { type Faulty, startFaultySecrets, TestSecret } from './aws-clients.ts';

export interface FaultyKeyRing {
  readonly secret: TestSecret;
  readonly secrets: Faulty<Secrets>;
  readonly clock: FrozenClock;
  readonly ring: KeyRing;
}

/**
 * A new key ring for every test of the `describe` that this is called in, of a new secret behind a Secrets Manager that
 * can fail.
 *
 * @param served the secret that is read now: a test may put another one in its place
 * @returns the stages that were read in the test
 */
export function withFaultyKeyRing(served: () => TestSecret, use: (made: FaultyKeyRing) => void) {
  let secrets: Faulty<Secrets>;
  beforeAll(async () => {
    secrets = await startFaultySecrets({ read: (stage) => served().read(stage) } as TestSecret);
  });
  afterAll(() => secrets.stop());
  beforeEach(() => {
    secrets.proxy.reset();
    const clock = new FrozenClock();
    const ring = new KeyRing(secrets.client, TestSecret.ARN, clock);
    use({ secret: new TestSecret(), secrets, clock, ring });
  });
  return () => secrets.proxy.calls.map(({ input }) => input.VersionStage);
}
