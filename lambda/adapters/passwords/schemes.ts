/** The schemes of stored hashes, one file each: what a new one is added to. */
import type {
  ImportedHashSettings,
  PasswordHashSettings,
} from '../../../lib/contract/password-hash.ts';
import type {
  DeclaredScheme,
  HashScheme,
  PasswordScheme,
} from '../../users/passwords/password-hash.ts';
import { argon2idHash, argon2Scheme } from './argon2.ts';
import { bcryptHash, bcryptScheme } from './bcrypt.ts';
import { anyOf, type CostedScheme, declared } from './costed-scheme.ts';
import { djangoArgon2, djangoBcrypt, djangoBcryptSha256 } from './django.ts';
import { firebaseScheme } from './firebase.ts';
import { pbkdf2Scheme } from './pbkdf2.ts';
import { scryptScheme } from './scrypt.ts';

type CostOf<Settings> = Settings extends unknown
  ? Omit<Settings, 'scheme' | 'signerKeySecretArn'>
  : never;

/** The signer key of the project in Firebase that hashes are from. */
type SignerKey = () => Promise<Uint8Array | undefined>;

const schemesWith = (
  signerKey: SignerKey,
): {
  readonly [S in ImportedHashSettings as S['scheme']]: CostedScheme<CostOf<S>>;
} => ({
  argon2: anyOf(argon2Scheme('argon2id'), argon2Scheme('argon2i'), djangoArgon2),
  bcrypt: anyOf(bcryptScheme, djangoBcryptSha256, djangoBcrypt),
  scrypt: scryptScheme,
  'pbkdf2-sha256': pbkdf2Scheme('sha256'),
  'pbkdf2-sha512': pbkdf2Scheme('sha512'),
  firebase: firebaseScheme(signerKey),
});

/** All schemes, whether declared or not. Without its signer key no password of Firebase is right. */
export const KNOWN_SCHEMES: readonly HashScheme[] = Object.values(
  schemesWith(async () => undefined),
);

/** The scheme by which hashes are made. */
export function currentScheme(settings: PasswordHashSettings): PasswordScheme {
  switch (settings.scheme) {
    case 'argon2id':
      return argon2idHash(settings);
    case 'bcrypt':
      return bcryptHash(settings);
  }
}

/**
 * The schemes of imported hashes. Of several costs of one the cheaper comes first, so that a hash is compared by the
 * cheapest that it doesn't exceed: by its own, if that is declared.
 */
export function declaredSchemes(
  settings: readonly ImportedHashSettings[],
  signerKeyOf: (settings: ImportedHashSettings) => Promise<Uint8Array | undefined>,
): readonly DeclaredScheme[] {
  return [...Map.groupBy(settings, ({ scheme }) => scheme)].flatMap(([name, all]) => {
    // The costs are those of the scheme, which the compiler can't follow through the table.
    const schemeOf = (each: ImportedHashSettings) =>
      schemesWith(() => signerKeyOf(each))[name] as CostedScheme<unknown>;
    return all
      .toSorted((one, other) => {
        const { missing } = schemeOf(one);
        return (
          Number(missing(other, one) !== undefined) - Number(missing(one, other) !== undefined)
        );
      })
      .map((each) => declared(schemeOf(each), each));
  });
}
