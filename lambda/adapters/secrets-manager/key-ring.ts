import type { Clock } from '../../users/clock.ts';
import { SetupError, UsersError } from '../../users/errors.ts';
import { isNamed, isServiceUnavailable } from '../aws/errors.ts';
import type { Secrets } from './secrets.ts';
import { Seeking } from './seeking.ts';

/** One version of a secret. */
export interface Key {
  /** The version's id in Secrets Manager: the `kid` of what is signed with it. */
  readonly id: string;
  readonly material: Uint8Array;
}

/** How long a version counts as the current one: the longest that a rotation goes unnoticed. */
const FRESH_MS = 5 * 60_000;
/** Between attempts while Secrets Manager fails, so that an outage does not slow every request. */
const RETRY_MS = 5_000;
/**
 * How long an outage is bridged with what was read last: longer than Secrets Manager's outages so
 * far, and short enough for a secret that somebody takes away during it.
 */
const BRIDGE_MS = 60 * 60_000;

type Stage = 'AWSCURRENT' | 'AWSPREVIOUS';

/** A version as it was read; `undefined` for a stage that no version has. */
interface Read<Version extends Key | undefined> {
  readonly key: Version;
  readonly readAt: number;
  /** When to read it again. */
  readonly freshUntil: number;
}

interface KeyRingOptions {
  readonly minBytes?: number;
  readonly counted?: (value: Uint8Array) => Uint8Array;
}

/**
 * The versions of one Secrets Manager secret: AWSCURRENT signs, AWSCURRENT and AWSPREVIOUS verify,
 * so that what was signed before a rotation stays valid until the next one.
 *
 * What was read is used for five minutes, and for at most an hour while Secrets Manager is out of
 * reach. A secret that was deleted, or that the function may no longer read, is not: it stops the
 * function, since somebody wanted that.
 */
export class KeyRing {
  readonly #client: Secrets;
  readonly #secretArn: string;
  readonly #clock: Clock;
  readonly #minBytes: number;
  readonly #counted: (value: Uint8Array) => Uint8Array;
  readonly #seeking: Seeking;
  #current: Read<Key> | undefined;
  /** Read only once a token asks for it. */
  #previous: Read<Key | undefined> | undefined;
  /** The last reading of both for what names no id, and how long it is the answer. */
  #verified: { readonly keys: Promise<readonly Key[]>; readonly until: number } = {
    keys: Promise.resolve([]),
    until: Number.NEGATIVE_INFINITY,
  };

  /**
   * @param options.minBytes shorter values are no keys: a current one is an error
   * @param options.counted what of a value is the key, where that is not all of it
   */
  constructor(
    client: Secrets,
    secretArn: string,
    clock: Clock,
    { minBytes = 0, counted = (value) => value }: KeyRingOptions = {},
  ) {
    this.#client = client;
    this.#secretArn = secretArn;
    this.#clock = clock;
    this.#minBytes = minBytes;
    this.#counted = counted;
    this.#seeking = new Seeking(clock);
  }

  /** The version to sign with. */
  async current(): Promise<Key> {
    const known = this.#current;
    if (known && this.#now() < known.freshUntil) return known.key;
    try {
      return await this.#readCurrent();
    } catch (error) {
      if (!known || !this.#isBridged(known, error)) throw error;
      this.#current = { ...known, freshUntil: this.#now() + RETRY_MS };
      return known.key;
    }
  }

  /**
   * The version to sign with, read again for a caller that didn't find its key there.
   *
   * @param sought what the caller looked for
   * @throws UsersError `SERVICE_UNAVAILABLE` after too many reads for the same reason
   */
  async reread(sought: string): Promise<Key> {
    const known = await this.current();
    return this.#seeking.mayReadFor(sought) ? await this.#readCurrent() : known;
  }

  /**
   * The version with an id, if it is one to verify with.
   *
   * @throws UsersError `SERVICE_UNAVAILABLE` for an unknown id after too many reads for others
   */
  async find(id: string): Promise<Key | undefined> {
    const current = await this.current();
    if (current.id === id) return current;
    const known = this.#previous;
    if (known?.key?.id !== id) {
      return this.#seeking.mayReadFor(id) ? await this.#readBoth(id) : undefined;
    }
    if (this.#now() < known.freshUntil) return known.key;
    try {
      return await this.#readBoth(id);
    } catch (error) {
      if (!this.#isBridged(known, error)) throw error;
      return known.key;
    }
  }

  /**
   * Whether one of the versions to verify with is what a caller presents, for what names no id. Where none is, both
   * are read again, at most every five seconds: anyone can present something wrong.
   */
  async verifies(matches: (key: Key) => boolean): Promise<boolean> {
    if (matches(await this.current())) return true;
    const known = this.#previous;
    const isKnown = known?.key !== undefined && matches(known.key);
    if (isKnown && this.#now() < known.freshUntil) return true;
    if (this.#now() >= this.#verified.until) {
      this.#verified = { keys: this.#readVersions(), until: this.#now() + RETRY_MS };
    }
    try {
      return (await this.#verified.keys).some(matches);
    } catch (error) {
      if (known === undefined || !this.#isBridged(known, error)) throw error;
      return isKnown;
    }
  }

  async #readBoth(id: string): Promise<Key | undefined> {
    return (await this.#readVersions()).find((key) => key.id === id);
  }

  async #readVersions(): Promise<readonly Key[]> {
    const [current, previous] = await Promise.all([
      this.#readCurrent(),
      this.#readStage('AWSPREVIOUS'),
    ]);
    this.#previous = this.#read(previous);
    return previous === undefined ? [current] : [current, previous];
  }

  /** Whether a failed read is an outage that what was read before bridges. */
  #isBridged({ readAt }: { readonly readAt: number }, error: unknown): boolean {
    const isOutage = error instanceof UsersError && error.code === 'SERVICE_UNAVAILABLE';
    return isOutage && this.#now() - readAt < BRIDGE_MS;
  }

  #read<Version extends Key | undefined>(key: Version): Read<Version> {
    const readAt = this.#now();
    return { key, readAt, freshUntil: readAt + FRESH_MS };
  }

  #now(): number {
    return this.#clock.now().getTime();
  }

  async #readCurrent(): Promise<Key> {
    const key = await this.#readStage('AWSCURRENT');
    if (!key) throw new SetupError(`secret ${this.#secretArn} has no current version`);
    this.#current = this.#read(key);
    return key;
  }

  async #readStage(stage: Stage): Promise<Key | undefined> {
    try {
      const {
        VersionId: id,
        SecretString: text,
        SecretBinary: bytes,
      } = await this.#client.call('GetSecretValue', {
        SecretId: this.#secretArn,
        VersionStage: stage,
      });
      const value = text === undefined ? bytes : Buffer.from(text, 'utf8');
      if (id === undefined || value === undefined) return undefined;
      const material = this.#counted(value);
      return this.#isKey(stage, material) ? { id, material } : undefined;
    } catch (error) {
      // A secret that was never rotated has no previous version.
      if (stage === 'AWSPREVIOUS' && isNamed(error, 'ResourceNotFoundException')) return undefined;
      if (isServiceUnavailable(error)) {
        throw new UsersError('SERVICE_UNAVAILABLE', { cause: error });
      }
      // Not even an outage that follows brings back what was taken away.
      this.#current = undefined;
      this.#previous = undefined;
      throw error;
    }
  }

  /** A short previous version verifies nothing; a short current one is a mistake to be told of. */
  #isKey(stage: Stage, { byteLength }: Uint8Array): boolean {
    if (byteLength >= this.#minBytes) return true;
    if (stage === 'AWSPREVIOUS') return false;
    throw new SetupError(
      `secret ${this.#secretArn} has a value of ${byteLength} bytes, expected at least ` +
        `${this.#minBytes}: nobody may guess it; put a random one, such as ` +
        'the output of `openssl rand -base64 48`',
    );
  }
}
