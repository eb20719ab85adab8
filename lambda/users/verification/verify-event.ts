import type { Composer } from '../events/change.ts';
import { type RequestedEventDeps, requestedEvent } from '../passwords/requested-event.ts';
import type { VerificationTokens } from './tokens.ts';

/** Has a token mailed to a user who has not verified the address. */
export const verifyEvent = (
  deps: Omit<RequestedEventDeps<object>, 'tokens'> & {
    readonly tokens: Pick<VerificationTokens, 'issue'>;
  },
): Composer<'request-verify'> => requestedEvent(deps, ({ user }) => !user.is_verified);
