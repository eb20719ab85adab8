import type { ImportReason } from '../../../lib/contract/transfer.ts';
import type { StoredHashes } from '../passwords/stored-hashes.ts';

/** Where a hash of another system stands among the schemes by which a login compares. */
export type StandingOfHashes = Pick<StoredHashes, 'standingOf'>;

interface Objection {
  readonly reason: Extract<ImportReason, 'UNKNOWN_HASH' | 'UNDECLARED_HASH'>;
  readonly message: string;
}

/**
 * Why a hash is not stored. One that a login could verify, but at a cost that is not declared, would tell by the time of a
 * login who was imported.
 */
export function objectionTo(hashes: StandingOfHashes, hash: string): Objection | undefined {
  const standing = hashes.standingOf(hash);
  const got = `password_hash: got ${described(hash)}, expected`;
  switch (standing) {
    case 'current':
    case 'declared':
      return undefined;
    case 'dearer':
      return {
        reason: 'UNDECLARED_HASH',
        message: `${got} at most the cost that importedHashes declares; declare the highest cost of your hashes`,
      };
    case 'undeclared':
      return {
        reason: 'UNDECLARED_HASH',
        message: `${got} a scheme that importedHashes declares; add it there, with the highest cost of your hashes`,
      };
    case 'unknown':
      return {
        reason: 'UNKNOWN_HASH',
        message: `${got} one of a scheme in docs/migrate/hashes.md, as a whole; leave it out for users who are to reset the password`,
      };
  }
}

/** The scheme by the hash's own words, and nothing of what is secret. */
function described(hash: string): string {
  const [prefix] = /^\$?[\w-]{1,30}\$/.exec(hash) ?? [];
  return prefix === undefined ? `${hash.length} characters without a scheme` : `one of ${prefix}`;
}
