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
import { type CostedScheme, declared } from './costed-scheme.ts';

type CostOf<Settings> = Settings extends unknown ? Omit<Settings, 'scheme'> : never;

const SCHEMES: {
  readonly [S in ImportedHashSettings as S['scheme']]: CostedScheme<CostOf<S>>;
} = {
  argon2id: argon2Scheme('argon2id'),
  bcrypt: bcryptScheme,
};

/** All that can be compared with nothing but the hash. */
export const KNOWN_SCHEMES: readonly HashScheme[] = Object.values(SCHEMES);

/** The scheme by which hashes are made. */
export function currentScheme(settings: PasswordHashSettings): PasswordScheme {
  switch (settings.scheme) {
    case 'argon2id':
      return argon2idHash(settings);
    case 'bcrypt':
      return bcryptHash(settings);
  }
}

/** A scheme of imported hashes. */
export function declaredScheme({ scheme, ...dearest }: ImportedHashSettings): DeclaredScheme {
  // The cost is that of the scheme, which the compiler can't follow through the table.
  const of: CostedScheme<unknown> = SCHEMES[scheme];
  return declared(of, dearest);
}
