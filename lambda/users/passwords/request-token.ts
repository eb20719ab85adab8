import type { Clock } from '../clock.ts';
import { ANYONE } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import type { RequestKind, RequestStore } from './request-store.ts';

export interface RequestTokenDeps {
  readonly requests: RequestStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Notes that someone asked for a token to be mailed to an address. Whether the address is known
 * isn't even looked up: the relay does that, off the request's path, so no caller can tell.
 */
export async function requestToken(
  deps: RequestTokenDeps,
  { kind, email }: { kind: RequestKind; email: string },
): Promise<void> {
  const at = deps.clock.now().toISOString();
  await deps.requests.record({
    kind,
    email,
    event: { id: deps.ids.next(), type: `after-${kind}`, at, actor: ANYONE },
  });
}
