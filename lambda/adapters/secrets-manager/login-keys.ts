import type { LoginKeys as Settings } from '../../../lib/contract/keys.ts';
import type { Randomness } from '../../users/ids.ts';
import type { LoginKeys } from '../../users/sessions/end-logins.ts';
import { firstKeyPairs, publicHalf } from '../jose/key-pairs.ts';
import type { Secrets } from './secrets.ts';

/** 384 bits, as long as the construct's own secrets; a key is derived from it. */
const SECRET_BYTES = 48;

/**
 * Replaces what access and refresh tokens are signed with. It only writes: the function can't read
 * what it replaces.
 */
export class SecretsManagerLoginKeys implements LoginKeys {
  readonly #client: Secrets;
  readonly #settings: readonly Settings[];
  readonly #randomness: Randomness;

  constructor(client: Secrets, settings: readonly Settings[], randomness: Randomness) {
    this.#client = client;
    this.#settings = settings;
    this.#randomness = randomness;
  }

  async replace(): Promise<number> {
    // All are tried, whichever fails: a key that stays is a login that goes on.
    const outcomes = await Promise.allSettled(this.#settings.map((each) => this.#replace(each)));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure) throw failure.reason;
    return outcomes.length;
  }

  async #replace(keys: Settings): Promise<void> {
    switch (keys.kind) {
      case 'derived':
        // The version before verifies, too, so it has to be a new one as well.
        await this.#put(keys.secretArn, this.#secret());
        return this.#put(keys.secretArn, this.#secret());
      case 'key-pair':
        return this.#replacePairs(keys);
    }
  }

  /**
   * The public halves first: a call that fails in between leaves no key of before that verifies. The
   * label of a pending rotation goes to the new version, so that one under way, which has keys of
   * before, comes to nothing.
   */
  async #replacePairs(keys: Extract<Settings, { readonly kind: 'key-pair' }>): Promise<void> {
    const { algorithm, signingSecretArn, publicSecretArn } = keys;
    const pairs = await firstKeyPairs(algorithm);
    await this.#put(publicSecretArn, JSON.stringify({ keys: pairs.map(publicHalf) }));
    const stages = ['AWSCURRENT', 'AWSPENDING'];
    await this.#put(signingSecretArn, JSON.stringify({ keys: pairs }), stages);
  }

  async #put(SecretId: string, SecretString: string, VersionStages?: string[]): Promise<void> {
    await this.#client
      .call('PutSecretValue', { SecretId, SecretString, VersionStages })
      .catch((cause: unknown) => {
        throw new Error(`the secret ${SecretId} was not replaced`, { cause });
      });
  }

  #secret(): string {
    return this.#randomness.bytes(SECRET_BYTES).toString('base64url');
  }
}
