import { NO_LINKS } from '../../users/links.ts';
import { NO_FACTOR_VERSIONS } from '../../users/proven.ts';

/**
 * Of a write that proves the mailbox: it ends accounts at providers that were linked before the address was verified, and second
 * factors and passkeys of a user who never was; see `links.ts` and `proven.ts`.
 */
export const PROVES_MAILBOX = {
  link_floor: { from: 'link_version', otherwise: NO_LINKS.version },
  factor_floor: { from: 'factor_version', otherwise: NO_FACTOR_VERSIONS.version },
};
