import { describeError } from '../describe-error.ts';
import type { Clock } from '../users/clock.ts';
import type { Session } from '../users/sessions/session.ts';
import type { SessionStore } from '../users/sessions/session-store.ts';
import type { Strategy } from './strategy.ts';

/**
 * Notes that a session was used, if a note is due. It never rejects: a failed note is left to the
 * next request, and no reason to refuse this one.
 */
export async function noteUse(
  deps: { readonly sessions: Pick<SessionStore, 'noteUse'>; readonly clock: Clock },
  strategy: Strategy,
  session: Session | undefined,
): Promise<void> {
  const use = session && strategy.useOf?.(session, deps.clock.now());
  if (use === undefined) return;
  try {
    await deps.sessions.noteUse(use);
  } catch (error) {
    const { userId: user_id } = use;
    console.error({ message: 'session use not noted', user_id, error: describeError(error) });
  }
}
