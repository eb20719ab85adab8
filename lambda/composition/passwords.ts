import { bcryptCost } from '../../lib/contract/password-hash.ts';
import { contextWords, passwordMinLength } from '../../lib/contract/passwords.ts';
import { BcryptPasswordHash } from '../adapters/bcrypt.ts';
import type { PasswordPolicy } from '../users/passwords/password-policy.ts';
import { UnicodePasswords } from '../users/passwords/unicode-passwords.ts';
import type { Runtime } from './runtime.ts';

export const passwordHash = (rt: Runtime) =>
  new UnicodePasswords(new BcryptPasswordHash(rt.get(bcryptCost)));

export const passwordPolicy = (rt: Runtime): PasswordPolicy => ({
  minLength: rt.get(passwordMinLength),
  contextWords: rt.get(contextWords),
});
