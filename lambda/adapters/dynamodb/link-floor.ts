import { NO_LINKS } from '../../users/links.ts';

/** Of a write that proves the mailbox: it ends accounts at providers that were linked before the address was verified; see `links.ts`. */
export const ENDS_EARLIER_LINKS = {
  link_floor: { from: 'link_version', otherwise: NO_LINKS.version },
};
