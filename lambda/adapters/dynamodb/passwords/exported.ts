import type { Item } from '../item.ts';

const request = ({ sk, event }: Item) => ({ kind: sk, requested_at: event.at });

/** What an export says of requests for the user's address, by anyone. */
export const REQUESTS_EXPORTED = {
  'forgot-password': request,
  'request-verify': request,
  'email-change': request,
};
