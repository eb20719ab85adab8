import { profileEvent } from '../../../lambda/users/accounts/profile-event.ts';
import { removalEvent } from '../../../lambda/users/accounts/removal-event.ts';
import type { Composers } from '../../../lambda/users/events/change.ts';
import { requestedEvent } from '../../../lambda/users/passwords/requested-event.ts';
import { sessionEvent } from '../../../lambda/users/sessions/session-event.ts';
import { emailChangeEvent } from '../../../lambda/users/verification/email-change-event.ts';
import { verifyEvent } from '../../../lambda/users/verification/verify-event.ts';
import type { Parts, World } from './world.ts';

/** As `lambda/handlers/events/relay.ts` has them. */
export const composersOf = ({ mailed }: World, parts: Parts): Composers => ({
  profile: profileEvent(parts),
  removal: removalEvent(parts),
  session: sessionEvent(parts),
  'forgot-password': requestedEvent({ ...parts, tokens: mailed.reset }),
  'request-verify': verifyEvent({ ...parts, tokens: mailed.verify }),
  'email-change': emailChangeEvent({ ...parts, tokens: mailed.emailChange }),
});
