import type { Clock } from '../clock.ts';
import type { SessionStore } from './session-store.ts';

/** What signs access and refresh tokens. */
export interface LoginKeys {
  /** Replaces all of it, so that nothing that was signed before verifies. @returns how many there are */
  replace(): Promise<number>;
}

/** Ids of all users, in partitions that can be walked at the same time. */
export interface UserIds {
  readonly partitions: readonly string[];
  page(partition: string, after: string | undefined, limit: number): Promise<readonly string[]>;
}

/** How far the sessions of one partition's users have been ended. */
export interface Walk {
  readonly partition: string;
  /** RFC 3339, UTC: sessions from after this moment stay. */
  readonly since: string;
  /** Id of the last user whose sessions ended. */
  readonly after?: string | undefined;
}

export interface EndLoginsDeps {
  readonly keys: LoginKeys;
  /** Absent where no backend stores its logins. */
  readonly stored?:
    | {
        readonly users: UserIds;
        readonly sessions: Pick<SessionStore, 'sessionsOf' | 'remove'>;
      }
    | undefined;
  readonly clock: Clock;
}

/** What one call did. */
export interface LoginsEnded {
  /** Secrets and key pairs that were replaced. */
  readonly keys: number;
  readonly users: number;
  readonly sessions: number;
  /** What is left to do: call again with each, in any order or at once. */
  readonly next: readonly Walk[];
}

/** Users of a page; those of one page are looked at at the same time. */
const PAGE = 25;

/** One call goes on for this long: a function of an operator may take ten seconds. */
const BUDGET_MS = 5_000;

/**
 * Ends every login of every user. The first call, without a walk, replaces the keys, so that no token
 * of before verifies, and returns the walks over the users; each call with a walk deletes the sessions
 * of as many users as it has time for. Logins from after the first call stay. All of it can be
 * repeated.
 */
export async function endLogins(
  { keys, stored, clock }: EndLoginsDeps,
  walk: Walk | undefined,
): Promise<LoginsEnded> {
  if (walk === undefined) {
    const replaced = await keys.replace();
    const since = clock.now().toISOString();
    const next = stored?.users.partitions.map((partition) => ({ partition, since })) ?? [];
    return { keys: replaced, users: 0, sessions: 0, next };
  }
  if (stored === undefined) return { keys: 0, users: 0, sessions: 0, next: [] };

  const { partition, since } = walk;
  const started = clock.now().getTime();
  let { after } = walk;
  let [users, sessions] = [0, 0];
  while (clock.now().getTime() - started < BUDGET_MS) {
    const ids = await stored.users.page(partition, after, PAGE);
    const ended = await Promise.all(ids.map((id) => endSessions(stored.sessions, id, since)));
    users += ids.length;
    sessions += ended.reduce((sum, each) => sum + each, 0);
    if (ids.length < PAGE) return { keys: 0, users, sessions, next: [] };
    after = ids.at(-1);
  }
  return { keys: 0, users, sessions, next: [{ partition, since, after }] };
}

async function endSessions(
  sessions: Pick<SessionStore, 'sessionsOf' | 'remove'>,
  userId: string,
  since: string,
): Promise<number> {
  const stored = await sessions.sessionsOf(userId);
  const before = stored.filter(({ created_at }) => created_at <= since);
  const outcomes = await Promise.all(before.map((session) => sessions.remove(session)));
  return outcomes.filter((outcome) => outcome === 'removed').length;
}
