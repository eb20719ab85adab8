import type { JWK } from 'jose';
import type { KeyRotationSettings } from '../../../lib/contract/keys.ts';
import { isNamed } from '../aws/errors.ts';
import { firstKeyPairs, newKeyPair, publicHalf, readKeys } from '../jose/key-pairs.ts';
import type { Secrets } from './secrets.ts';

/** A version of the secret with the private keys: the one that signs, then the one that will. */
interface Version {
  readonly id: string;
  readonly keys: readonly JWK[];
}

/**
 * The steps in which Secrets Manager rotates the secret with the private keys. Each can be
 * repeated: a step that is already done does nothing.
 *
 * A key pair is published one rotation before it signs, since verifiers may have read the public
 * keys some time ago, and stays published for one rotation after, until its last token has expired.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export class KeyRotation {
  readonly #client: Secrets;
  readonly #settings: KeyRotationSettings;

  constructor(client: Secrets, settings: KeyRotationSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  /**
   * Makes the first key pairs: the one that signs, and the one that will. Where there are keys, they stay,
   * so it can be called with every deployment. The public halves come first: no token may be signed that
   * nobody can verify.
   */
  async begin(): Promise<void> {
    if ((await this.#current()).keys.length > 0) return;
    const { algorithm, signingSecretArn: SecretId } = this.#settings;
    const keys = await firstKeyPairs(algorithm);
    await this.#publish(keys);
    await this.#client.call('PutSecretValue', {
      SecretId,
      SecretString: JSON.stringify({ keys }),
    });
  }

  /** `createSecret`: the next key pair becomes the one that signs, and a new one the next. */
  async create(token: string): Promise<void> {
    if (await this.#pending(token)) return;
    const [, next] = (await this.#current()).keys;
    const { algorithm, signingSecretArn: SecretId } = this.#settings;
    const keys = [next ?? (await newKeyPair(algorithm)), await newKeyPair(algorithm)];
    await this.#client.call('PutSecretValue', {
      SecretId,
      ClientRequestToken: token,
      SecretString: JSON.stringify({ keys }),
      VersionStages: ['AWSPENDING'],
    });
  }

  /** `setSecret`: publishes the pending keys beside the one that signs until the rotation ends. */
  async publish(token: string): Promise<void> {
    const current = await this.#current();
    if (current.id === token) return;
    const pending = await this.#pending(token);
    if (!pending) throw new Error(`version ${token} is not pending`);
    await this.#publish([...current.keys.slice(0, 1), ...pending.keys]);
  }

  /**
   * `finishSecret`: the pending version becomes the current one, unless all keys were replaced since:
   * it has one of before.
   */
  async finish(token: string): Promise<void> {
    const { id } = await this.#current();
    if (id === token) return;
    if (!(await this.#pending(token))) throw new Error(`version ${token} is no longer pending`);
    try {
      await this.#client.call('UpdateSecretVersionStage', {
        SecretId: this.#settings.signingSecretArn,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: token,
        RemoveFromVersionId: id,
      });
    } catch (error) {
      // The SDK repeats a call that got no answer, and the version to move it from no longer has the label.
      if (!isNamed(error, 'InvalidParameterException')) throw error;
      if ((await this.#current()).id !== token) throw error;
    }
  }

  async #publish(keys: readonly JWK[]): Promise<void> {
    await this.#client.call('PutSecretValue', {
      SecretId: this.#settings.publicSecretArn,
      SecretString: JSON.stringify({ keys: keys.map(publicHalf) }),
    });
  }

  async #current(): Promise<Version> {
    const current = await this.#read({ VersionStage: 'AWSCURRENT' });
    if (!current) throw new Error(`secret ${this.#settings.signingSecretArn} has no value`);
    return current;
  }

  #pending(token: string): Promise<Version | undefined> {
    return this.#read({ VersionId: token, VersionStage: 'AWSPENDING' });
  }

  async #read(which: { VersionId?: string; VersionStage?: string }): Promise<Version | undefined> {
    const SecretId = this.#settings.signingSecretArn;
    try {
      const read = await this.#client.call('GetSecretValue', { SecretId, ...which });
      if (read.VersionId === undefined || read.SecretString === undefined) return undefined;
      return { id: read.VersionId, keys: readKeys(read.SecretString) };
    } catch (error) {
      // Secrets Manager makes a version without a value before it asks for one.
      if (isNamed(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  }
}
