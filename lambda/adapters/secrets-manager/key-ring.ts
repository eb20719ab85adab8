import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../users/clock.ts';
import { UsersError } from '../../users/errors.ts';
import { isServiceUnavailable } from '../aws-errors.ts';

/** One version of a secret. */
export interface Key {
  /** The version's id in Secrets Manager: the `kid` of what is signed with it. */
  readonly id: string;
  readonly material: Uint8Array;
}

/** How long a version counts as the current one: the longest that a rotation goes unnoticed. */
const FRESH_MS = 5 * 60_000;
/**
 * Minimum time between reads that an unknown `kid` or a missing key causes, so that made-up ones
 * cost nothing, and between attempts while Secrets Manager fails, so that an outage does not slow
 * down every request.
 */
const RETRY_MS = 5_000;

type Stage = 'AWSCURRENT' | 'AWSPREVIOUS';

/**
 * The versions of one Secrets Manager secret: AWSCURRENT signs, AWSCURRENT and AWSPREVIOUS verify,
 * so that what was signed before a rotation stays valid until the next one.
 */
export class KeyRing {
  readonly #client: SecretsManagerClient;
  readonly #secretArn: string;
  readonly #clock: Clock;
  #current: { readonly key: Key; readonly readAt: number } | undefined;
  /** Read only once a token asks for it. */
  #previous: { readonly key: Key | undefined; readonly readAt: number } | undefined;

  constructor(client: SecretsManagerClient, secretArn: string, clock: Clock) {
    this.#client = client;
    this.#secretArn = secretArn;
    this.#clock = clock;
  }

  /** The version to sign with. */
  async current(): Promise<Key> {
    const known = this.#current;
    if (known && this.#age(known) < FRESH_MS) return known.key;
    try {
      return await this.#readCurrent();
    } catch (error) {
      if (!known) throw error;
      // A version that was current some minutes ago beats no answer.
      this.#current = { ...known, readAt: this.#clock.now().getTime() - FRESH_MS + RETRY_MS };
      return known.key;
    }
  }

  /** The version to sign with, read again for a caller that didn't find its key. */
  async reread(): Promise<Key> {
    const known = this.#current;
    return known && this.#age(known) < RETRY_MS ? known.key : await this.#readCurrent();
  }

  /** The version with an id, if it is one to verify with. */
  async find(id: string): Promise<Key | undefined> {
    const current = await this.current();
    if (current.id === id) return current;
    const known = this.#previous;
    const previous = known?.key?.id === id ? known.key : undefined;
    if (known && this.#age(known) < (previous ? FRESH_MS : RETRY_MS)) return previous;
    try {
      return await this.#readBoth(id);
    } catch (error) {
      if (!previous) throw error;
      return previous;
    }
  }

  async #readBoth(id: string): Promise<Key | undefined> {
    const [current, previous] = await Promise.all([
      this.#readCurrent(),
      this.#readStage('AWSPREVIOUS'),
    ]);
    this.#previous = { key: previous, readAt: this.#clock.now().getTime() };
    return [current, previous].find((key) => key?.id === id);
  }

  #age({ readAt }: { readAt: number }): number {
    return this.#clock.now().getTime() - readAt;
  }

  async #readCurrent(): Promise<Key> {
    const key = await this.#readStage('AWSCURRENT');
    if (!key) throw new Error(`secret ${this.#secretArn} has no current version`);
    this.#current = { key, readAt: this.#clock.now().getTime() };
    return key;
  }

  async #readStage(stage: Stage): Promise<Key | undefined> {
    try {
      const {
        VersionId: id,
        SecretString: text,
        SecretBinary: bytes,
      } = await this.#client.send(
        new GetSecretValueCommand({ SecretId: this.#secretArn, VersionStage: stage }),
      );
      const material = text === undefined ? bytes : Buffer.from(text, 'utf8');
      return id === undefined || material === undefined ? undefined : { id, material };
    } catch (error) {
      // A secret that was never rotated has no previous version.
      if (stage === 'AWSPREVIOUS' && error instanceof ResourceNotFoundException) return undefined;
      if (isServiceUnavailable(error))
        throw new UsersError('SERVICE_UNAVAILABLE', { cause: error });
      throw error;
    }
  }
}
