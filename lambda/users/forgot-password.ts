import type { Clock, Ids, RequestStore } from './ports.ts';

export interface ForgotPasswordDeps {
  readonly requests: RequestStore;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Notes that someone asked for a reset. Whether the address is known isn't even looked up: the
 * relay does that, off the request's path, so no caller can tell.
 */
export async function forgotPassword(
  deps: ForgotPasswordDeps,
  { email }: { email: string },
): Promise<void> {
  const at = deps.clock.now().toISOString();
  await deps.requests.recordForgotPassword({
    email,
    event: { id: deps.ids.next(), type: 'after-forgot-password', at },
  });
}
