import { NO_LINKS } from '../../users/links.ts';

/**
 * Of a write that proves the mailbox: accounts at providers that were linked before the address was verified are removed; see
 * `links.ts`.
 */
export const ENDS_EARLIER_ACCOUNTS = {
  link_floor: { from: 'link_version', otherwise: NO_LINKS.version },
};
