import type { ImportReason } from '../../../lib/contract/transfer.ts';
import type { Costs } from '../passwords/password-hash.ts';
import type { StoredHashes } from '../passwords/stored-hashes.ts';

/** Where a hash of another system stands among the schemes by which a login compares. */
export type StandingOfHashes = Pick<StoredHashes, 'standingOf' | 'costsOf'>;

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
  const got = `password_hash: got ${described(hash)}`;
  switch (standing) {
    case 'current':
    case 'declared':
      return undefined;
    case 'dearer':
    case 'undeclared':
      return { reason: 'UNDECLARED_HASH', message: `${got}${undeclared(hashes.costsOf(hash))}` };
    case 'unknown':
      return {
        reason: 'UNKNOWN_HASH',
        message: `${got}, expected one of a scheme in docs/migrate/hashes.md, as a whole and with parameters that the scheme has; leave it out for users who are to reset the password`,
      };
  }
}

/** What is wrong with a hash of these costs; none are of a scheme that the API doesn't expect at all. */
function undeclared(costs: readonly Costs[]): string {
  const [first] = costs;
  if (first === undefined) {
    return ', expected a scheme that importedHashes declares; add it there, with the highest cost of your hashes';
  }
  const most = [...new Set(costs.map((each) => each.most))].join(' or ');
  return ` with ${first.got}, expected at most ${most}; declare the highest cost of your hashes as importedHashes`;
}

/** The scheme by the hash's own words, and nothing of what is secret. */
function described(hash: string): string {
  const [prefix] = /^\$?[\w-]{1,30}\$/.exec(hash) ?? [];
  return prefix === undefined ? `${hash.length} characters without a scheme` : `one of ${prefix}`;
}
