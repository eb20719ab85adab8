import { createHash } from 'node:crypto';

/** The name that wrong passwords are counted for: people type passwords where names belong, so none is stored. */
export function hashedName(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}
