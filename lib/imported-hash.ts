import type { Size } from 'aws-cdk-lib';
import type { ImportedHashSettings } from './contract/password-hash.ts';
import { importedArgon2Settings, importedBcryptSettings } from './private/settings/imported-hashes';

/** The dearest hash of `ImportedHash.argon2id()`. */
export interface ImportedArgon2Options {
  /** `m` of the hash: `Size.kibibytes(65536)` for `m=65536`. */
  readonly memory: Size;

  /** `t` of the hash. */
  readonly passes: number;

  /**
   * `p` of the hash.
   *
   * @default 1
   */
  readonly parallelism?: number;
}

/** The dearest hash of `ImportedHash.bcrypt()`. */
export interface ImportedBcryptOptions {
  /** The number behind the prefix: 12 for `$2b$12$`. */
  readonly cost: number;
}

/**
 * A scheme of hashes that were made elsewhere, or here before another `passwordHash`, with the cost of the dearest of
 * them. Hashes of a scheme that isn't declared are verified as well; but then the time of a login tells that there is such a user.
 *
 * Every login, also with an unknown address, runs the current scheme and all that are declared. So take one out when
 * `metricOutdatedHashes` has been zero for as long as a user may stay away.
 *
 * @example
 * new UsersApi(this, 'Users', { importedHashes: [ImportedHash.bcrypt({ cost: 12 })] });
 */
export class ImportedHash {
  /**
   * `$argon2id$v=19$m=65536,t=3,p=4$...`, such as those of FastAPI Users since version 13.
   *
   * @throws when a hash can't have these parameters
   */
  public static argon2id(dearest: ImportedArgon2Options): ImportedHash {
    return new ImportedHash(importedArgon2Settings('argon2id', dearest));
  }

  /**
   * `$2a$`, `$2b$` and `$2y$`, such as those of this construct before version 0.2.
   *
   * @throws when a hash can't have this cost
   */
  public static bcrypt(dearest: ImportedBcryptOptions): ImportedHash {
    return new ImportedHash(importedBcryptSettings(dearest));
  }

  /** @internal */
  public readonly _settings: ImportedHashSettings;

  private constructor(settings: ImportedHashSettings) {
    this._settings = settings;
  }
}
