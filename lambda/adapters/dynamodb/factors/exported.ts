import type { Item } from '../item.ts';

const since = (kind: string) => (item: Item) => ({ kind, created_at: item.created_at });

/** What an export says of second factors: that there are any, and since when. */
export const FACTORS_EXPORTED = {
  totp: since('totp'),
  'totp-enrolment': since('totp-enrolment'),
  'recovery-code': since('recovery-code'),
};
