/** The login of this client: which credential is in force, and how it is replaced, once for all tabs. */
import type { Backend } from './backend.ts';
import { usersError } from './errors.ts';
import { type Credential, type Kept, readKept } from './storage.ts';
import { noTabs, openTabs } from './tabs.ts';

export type LoginChange = 'signed-in' | 'signed-out';

/** Before a token ends, by its last tenth and at most so many milliseconds, it is replaced. */
const EARLY_MS = 60_000;

interface Options {
  /** Of the API and the backend: what tabs and storage know the login by. */
  readonly name: string;
  readonly backend: Backend;
  /** With the other tabs of this origin. */
  readonly shared: boolean;
  /**
   * Exchanges a refresh token for the next one.
   *
   * @returns nothing when the login has ended
   * @throws when that is not known, such as without a network
   */
  readonly refresh: (token: string | undefined) => Promise<Credential | undefined>;
}

export type Login = ReturnType<typeof openLogin>;

export function openLogin({ name, backend, shared, refresh }: Options) {
  const storage = backend.kind === 'bearer' ? backend.storage : undefined;
  const listeners = new Set<(change: LoginChange) => void>();
  /** At 0 nothing is known: the browser may have the cookie, or another tab the tokens, of an earlier login. */
  let own: Kept = { at: 0 };
  let renewal: Promise<Kept> | undefined;
  let refreshes = 0;
  let changes = 0;
  const heard = (kept: Kept, isNews: boolean) => take(kept, false, isNews);
  const tabs = shared ? openTabs({ name, own: () => own, heard }) : noTabs();
  let asked: Promise<void> | undefined;

  /**
   * @param isOwn the caller of this client signs in or out, and not another tab or the API
   * @param isNews another tab tells it because it has just happened
   */
  function take(next: Kept, isOwn = false, isNews = false): void {
    if (!(next.at > own.at)) return;
    const before = own;
    const { credential, user = before.user } = next;
    const isOther = before.user !== undefined && user !== before.user;
    // It is the login that is known already.
    if (next.found && before.credential && !isOther) {
      own = { ...before, user };
      return;
    }
    own = credential && !next.login ? { ...next, user } : next;
    // Who knew nothing hears it as the answer to a request, unless it happens elsewhere: not that nobody was signed in.
    const isChange = before.at
      ? next.login || isOther || !before.credential !== !credential
      : isNews && (credential ? next.login || next.found : next.at > 1);
    if (!isOwn && !isChange) return;
    changes++;
    const change = credential ? 'signed-in' : 'signed-out';
    // Apart, so that one that throws keeps nothing else from being done.
    for (const listener of listeners) queueMicrotask(() => listener(change));
  }

  /** Keeps it before anything else is done with the answer that brought it, in memory whatever the storage does. */
  async function put(next: Kept, isOwn = false): Promise<Kept> {
    try {
      await storage?.setItem(name, JSON.stringify(next));
    } catch (cause) {
      throw usersError('STORAGE_ERROR', { cause });
    } finally {
      take(next, isOwn);
      tabs.tell(next);
    }
    return own;
  }

  const now = () => Math.max(Date.now(), own.at + 1);

  /** That one is no more: anything newer stays in force. */
  const end = ({ at }: Kept) => put({ at: at + 1 });

  async function current(): Promise<Kept> {
    if (storage) {
      try {
        const stored = await readKept(storage, name);
        if (stored) take(stored);
      } catch (cause) {
        // What is in memory is in force.
        if (!own.credential) throw usersError('STORAGE_ERROR', { cause });
      }
    } else if (backend.kind === 'bearer') {
      // The memory of other tabs.
      asked ??= tabs.ask(0);
      await asked;
    }
    if (own.at === 0 && backend.kind === 'bearer') own = { at: 1 };
    return own;
  }

  const isRefreshable = ({ at, credential }: Kept) =>
    backend.kind === 'cookie'
      ? backend.refresh && (at === 0 || credential !== undefined)
      : credential?.refresh_token !== undefined;

  /** Milliseconds until it should be replaced. */
  function spare({ at, credential }: Kept): number {
    const end = credential?.expires_at ?? Number.POSITIVE_INFINITY;
    return end - Math.min((end - at) / 10, EARLY_MS) - Date.now();
  }

  /** Exclusively: replaces a credential, unless this or another tab has replaced it already. */
  async function replaced(old: Kept): Promise<Kept> {
    if ((await current()).at === old.at && isRefreshable(old)) await tabs.ask(old.at);
    if (own.at !== old.at || !isRefreshable(old)) return own;
    refreshes++;
    const credential = await refresh(old.credential?.refresh_token);
    // Where there are no locks, somebody may have signed in or out.
    if (own.at !== old.at) return own;
    return credential ? put({ at: now(), credential }) : end(old);
  }

  /** What replaces a credential that was refused: what is in force, if that is newer. */
  function renewed(old: Kept, isExclusive = false): Promise<Kept> {
    if (isExclusive) return replaced(old);
    renewal ??= tabs
      .exclusively(() => replaced(old))
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  }

  return {
    exclusively: tabs.exclusively,
    renewed,

    /** How often this tab has refreshed. */
    refreshes: () => refreshes,

    /** How often somebody else has signed in, or the login has ended. */
    changes: () => changes,

    /** Learns what is in force elsewhere, for a change to be newer: a clock may have been ahead when that was made. */
    async latest(): Promise<void> {
      // A storage that can't be read says so when it is written.
      await current().catch(() => {});
      await tabs.ask(own.at);
    },

    /** The credential in force, replaced before it ends. */
    async fresh(isExclusive = false): Promise<Kept> {
      const kept = await current();
      if (!isRefreshable(kept) || spare(kept) > 0) return kept;
      try {
        return await renewed(kept, isExclusive);
      } catch (error) {
        if (Date.now() < (kept.credential?.expires_at ?? 0)) return kept;
        throw error;
      }
    },

    begin: (credential: Credential) => put({ at: now(), credential, login: true }, true),

    async leave(): Promise<void> {
      if (own.credential || own.at === 0) await put({ at: now() }, true);
    },

    /**
     * The API has taken what was sent with a request.
     *
     * @param at when it was sent
     * @param user whom it told of
     */
    async accepted(kept: Kept, at: number, user?: string): Promise<void> {
      if (backend.kind !== 'cookie' || own.at !== kept.at) return;
      if (own.credential && (user === undefined || user === own.user)) return;
      const next = { at: Math.max(at, kept.at) + 1, credential: {}, found: true };
      await put({ ...next, ...(user !== undefined && { user }) });
    },

    /** The API has refused it for good. */
    async refused(kept: Kept): Promise<void> {
      if (own.at === kept.at && (kept.credential || kept.at === 0)) await end(kept);
    },

    subscribe(listener: (change: LoginChange) => void): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },

    close(): void {
      tabs.close();
      listeners.clear();
    },
  };
}
