import type { Size } from 'aws-cdk-lib';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import {
  type GivenImportedHash,
  importedArgon2Settings,
  importedBcryptSettings,
  importedFirebaseSettings,
  importedPbkdf2Settings,
  importedScryptSettings,
} from './private/settings/imported-hashes';

/** The dearest hash of `ImportedHash.argon2()`. */
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

/** The dearest hash of `ImportedHash.scrypt()`. */
export interface ImportedScryptOptions {
  /** `ln` of the hash, which is the logarithm to base 2 of Django's `N`: 14 for `scrypt$16384$`. */
  readonly logN: number;

  /**
   * `r` of the hash.
   *
   * @default 8
   */
  readonly blockSize?: number;

  /**
   * `p` of the hash.
   *
   * @default 1
   */
  readonly parallelism?: number;
}

/** The dearest hash of `ImportedHash.pbkdf2Sha256()` and `pbkdf2Sha512()`. */
export interface ImportedPbkdf2Options {
  /** The number behind the prefix: 29000 for `$pbkdf2-sha256$29000$`. */
  readonly iterations: number;
}

/** The "password hash parameters" of a project in Firebase. */
export interface ImportedFirebaseOptions {
  /**
   * A secret whose whole value is `base64_signer_key`, as Firebase shows it. Only functions that compare passwords may
   * read it.
   */
  readonly signerKey: aws_secretsmanager.ISecretRef;

  /**
   * `mem_cost`.
   *
   * @default 14
   */
  readonly memoryCost?: number;

  /**
   * `rounds`.
   *
   * @default 8
   */
  readonly rounds?: number;
}

/**
 * A scheme of hashes that were made elsewhere, or here before another `passwordHash`, with the cost of the dearest of
 * them. Hashes of a scheme that isn't declared are verified as well; but then the time of a login tells that there is such a user.
 *
 * A lower cost of the same scheme is made up for, with argon2 and scrypt only roughly: declare each cost of these.
 *
 * Every login, also with an unknown address, runs the current scheme and all that are declared. So take one out when
 * `metricOutdatedHashes` has been zero for as long as a user may stay away.
 *
 * @example
 * new UsersApi(this, 'Users', { importedHashes: [ImportedHash.bcrypt({ cost: 12 })] });
 */
export class ImportedHash {
  /**
   * `$argon2id$v=19$m=65536,t=3,p=4$...`, such as those of FastAPI Users since version 13; `$argon2i$...`; and Django's
   * `argon2$argon2id$...` and `argon2$argon2i$...`.
   *
   * @throws when a hash can't have these parameters
   */
  public static argon2(dearest: ImportedArgon2Options): ImportedHash {
    return new ImportedHash(importedArgon2Settings(dearest));
  }

  /**
   * `$2a$`, `$2b$` and `$2y$`, such as those of Auth0 and of this construct before version 0.2; Django's `bcrypt_sha256$` and
   * `bcrypt$`.
   *
   * @throws when a hash can't have this cost
   */
  public static bcrypt(dearest: ImportedBcryptOptions): ImportedHash {
    return new ImportedHash(importedBcryptSettings(dearest));
  }

  /**
   * `$scrypt$ln=16,r=8,p=1$...`, as passlib writes it, and Django's `scrypt$16384$...$8$5$...`.
   *
   * @throws when a hash can't have these parameters
   */
  public static scrypt(dearest: ImportedScryptOptions): ImportedHash {
    return new ImportedHash(importedScryptSettings(dearest));
  }

  /** Better Auth's scrypt, `<32 hexadecimal digits>:<128>`: always with `ln=14,r=16,p=1`. */
  public static betterAuth(): ImportedHash {
    return ImportedHash.scrypt({ logN: 14, blockSize: 16 });
  }

  /**
   * `$pbkdf2-sha256$29000$...`, as passlib writes it, and Django's `pbkdf2_sha256$1000000$...`.
   *
   * @throws when a hash can't have so many iterations
   */
  public static pbkdf2Sha256(dearest: ImportedPbkdf2Options): ImportedHash {
    return new ImportedHash(importedPbkdf2Settings('pbkdf2-sha256', dearest));
  }

  /**
   * `$pbkdf2-sha512$25000$...`, as passlib writes it.
   *
   * @throws when a hash can't have so many iterations
   */
  public static pbkdf2Sha512(dearest: ImportedPbkdf2Options): ImportedHash {
    return new ImportedHash(importedPbkdf2Settings('pbkdf2-sha512', dearest));
  }

  /**
   * Firebase's scrypt, `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==$<salt>$<hash>`: `docs/migrate/from-firebase.md`
   * has how to write that.
   *
   * @throws when the parameters are none of Firebase's, or the value of the secret is known to be no signer key
   */
  public static firebase(project: ImportedFirebaseOptions): ImportedHash {
    return new ImportedHash(importedFirebaseSettings(project));
  }

  /** @internal */
  public readonly _settings: GivenImportedHash;

  private constructor(settings: GivenImportedHash) {
    this._settings = settings;
  }
}
