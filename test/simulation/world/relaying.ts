import { profileEvent } from '../../../lambda/users/accounts/profile-event.ts';
import { removalEvent } from '../../../lambda/users/accounts/removal-event.ts';
import { loginCodeEvent } from '../../../lambda/users/email-login/login-code-event.ts';
import { UsersError } from '../../../lambda/users/errors.ts';
import type { Change, Composers } from '../../../lambda/users/events/change.ts';
import { eventOfUser } from '../../../lambda/users/events/event-of-user.ts';
import { type RelayDeps, relay } from '../../../lambda/users/events/relay.ts';
import { Remembered } from '../../../lambda/users/events/remembered.ts';
import { requestedEvent } from '../../../lambda/users/passwords/requested-event.ts';
import { emailChangeEvent } from '../../../lambda/users/verification/email-change-event.ts';
import { verifyEvent } from '../../../lambda/users/verification/verify-event.ts';
import type { Parts, World } from './world.ts';

/** As `lambda/handlers/events/relay.ts` has them. */
const composersOf = ({ mailed }: World, parts: Parts): Composers => ({
  profile: profileEvent(parts),
  removal: removalEvent(parts),
  session: eventOfUser(parts),
  device: eventOfUser(parts),
  'lockout-notice': eventOfUser(parts),
  totp: eventOfUser(parts),
  'forgot-password': requestedEvent({ ...parts, tokens: mailed.reset }),
  'request-login': loginCodeEvent(parts),
  'request-verify': verifyEvent({ ...parts, tokens: mailed.verify }),
  'email-change': emailChangeEvent({ ...parts, tokens: mailed.emailChange }),
});

/** What the relay works with. Faults pass by, so nothing is ever set aside. */
export const relaying = (world: World, parts: Parts): RelayDeps<Change> => ({
  composers: composersOf(world, parts),
  bus: world.bus.over(parts.calls),
  read: (change) => change,
  passes: (error) => error instanceof UsersError && error.code === 'SERVICE_UNAVAILABLE',
  async setAside({ kind }, error) {
    world.broken(`an event of a ${kind} was set aside: ${error}`);
  },
  taken: new Remembered(0),
});

/** What was not relayed yet, without a fault. */
export async function relayAll(world: World): Promise<void> {
  const deps = relaying(world, world.parts);
  for (const { waiting } of world.stream.shards) await relay(deps, waiting.splice(0));
}
