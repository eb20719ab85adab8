import type { Clock } from '../clock.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import type { Sender } from '../origin.ts';
import type { Profile } from '../user.ts';

interface Made {
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What happened, and by what. */
type Happened = Pick<NewEvent, 'type' | 'method' | 'codes_left'>;

/** The event of what users do to their own factors, with where the request came from. */
export function ownEvent(
  made: Made,
  { user: { id } }: Profile,
  { ip, user_agent }: Sender,
  happened: Happened,
): NewEvent {
  return { ...factorEvent(made, { id, by: 'user' }, happened), ip, user_agent };
}

export function factorEvent({ clock, ids }: Made, actor: Actor, happened: Happened): NewEvent {
  return { id: ids.next(), at: clock.now().toISOString(), actor, ...happened };
}
