import type { Size } from 'aws-cdk-lib';
import type { PasswordHashSettings } from './contract/password-hash.ts';
import { argon2idSettings, bcryptSettings } from './private/settings/password-hash';

/** Options of `PasswordHash.argon2id()`. */
export interface Argon2idOptions {
  /**
   * Memory that a hash takes while it is made, from 7 MiB to 1 GiB. It is what makes guessing expensive for anyone who
   * has many fast processors, and it has to fit into the memory of the functions.
   *
   * @default Size.mebibytes(19)
   */
  readonly memory?: Size;

  /**
   * Passes over the memory, at least as many as OWASP's Password Storage Cheat Sheet asks of that memory: 1 of 46 MiB,
   * 2 of 19, 3 of 12, 4 of 9, 5 of 7. The time of a hash grows with memory times passes; 2,048 MiB together,
   * about two seconds, are the most.
   *
   * @default 2 - with less than 19 MiB of memory as many as OWASP asks for
   */
  readonly passes?: number;
}

/** Options of `PasswordHash.bcrypt()`. */
export interface BcryptOptions {
  /**
   * From 10 to 14: one more doubles the time of a login, for attackers and users alike, from about 0.06 s of CPU time at 10 to 0.9 s at 14.
   *
   * @default 10 - the minimum of OWASP's Password Storage Cheat Sheet
   */
  readonly cost?: number;
}

/**
 * How passwords are hashed. Hashes of every other scheme and cost are verified as well, and each login with one stores a
 * new one in its place: declare them as `importedHashes` until `metricOutdatedHashes` stays zero.
 *
 * @example
 * new UsersApi(this, 'Users', { passwordHash: PasswordHash.argon2id({ memory: Size.mebibytes(46) }) });
 */
export class PasswordHash {
  /**
   * argon2id (RFC 9106), by Node.js: it takes memory as well as time, and passwords of up to 1,024 bytes in UTF-8.
   *
   * @throws when the two are less than OWASP asks for, or more than a login should take
   */
  public static argon2id(options: Argon2idOptions = {}): PasswordHash {
    return new PasswordHash(argon2idSettings(options));
  }

  /**
   * bcrypt, which takes passwords of up to 72 bytes in UTF-8: 24 characters of Chinese, 18 emoji.
   *
   * @throws when the cost is not from 10 to 14
   */
  public static bcrypt(options: BcryptOptions = {}): PasswordHash {
    return new PasswordHash(bcryptSettings('PasswordHash.cost', options.cost));
  }

  /** @internal */
  public readonly _settings: PasswordHashSettings;

  private constructor(settings: PasswordHashSettings) {
    this._settings = settings;
  }
}
