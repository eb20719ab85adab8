import { MAX_PASSWORD_BYTES, type PasswordHashSettings } from '../../contract/password-hash.ts';
import { known, UsersApiError } from '../errors';

/** Refuses a minimum of characters that the hash has no room for, so that no password would be taken. */
export function checkRoom(minLength: number, { scheme }: PasswordHashSettings): void {
  const max = MAX_PASSWORD_BYTES[scheme];
  const length = known(minLength);
  if (length === undefined || length <= max) return;
  throw new UsersApiError('passwordPolicy.minLength', {
    got: length,
    expected: `at most ${max} with PasswordHash.${scheme}(), which takes ${max} bytes`,
    fix: 'ask for fewer characters, or leave passwordHash out for argon2id',
  });
}
