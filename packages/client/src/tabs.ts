/** The other tabs of the same origin: one of them at a time changes the login, and all hear of it. */
import type { Kept } from './storage.ts';

/** How long another tab has to answer; one that has anything newer does so in a few milliseconds. */
const ANSWER_MS = 100;

export interface Tabs {
  /** Does work while no other tab, and nothing else in this one, does work of the same kind. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  tell(kept: Kept): void;
  /** Asks for what is newer than one's own, which arrives as everything that others tell. */
  ask(at: number): Promise<void>;
  close(): void;
}

interface Options {
  /** The same in all tabs. */
  readonly name: string;
  /** What this tab has. */
  readonly own: () => Kept;
  /** @param isNews it has just happened, and is no answer to a question of this tab or another one */
  readonly heard: (kept: Kept, isNews: boolean) => void;
}

type Message = { readonly ask: number } | { readonly answer: Kept } | { readonly news: Kept };

/** Only this page or process: nothing is told to others. */
export function noTabs(): Tabs {
  return { exclusively: oneAtATime(), tell() {}, ask: async () => {}, close() {} };
}

export function openTabs({ name, own, heard }: Options): Tabs {
  let channel = channelOf(name);
  let answered = () => {};
  const post = (message: Message) => channel?.postMessage(message);
  const hear = ({ data }: { data: unknown }) => {
    const message = data as Message;
    if ('ask' in message) {
      if (own().at > message.ask) post({ answer: own() });
    } else {
      const isNews = 'news' in message;
      heard(isNews ? message.news : message.answer, isNews);
      answered();
    }
  };
  if (channel) channel.onmessage = hear;
  return {
    exclusively: oneTabAtATime(name),
    tell: (news) => post({ news }),
    ask: (at) =>
      new Promise((resolve) => {
        if (!channel) return resolve();
        answered = resolve;
        setTimeout(resolve, ANSWER_MS);
        post({ ask: at });
      }),
    close() {
      channel?.close();
      channel = undefined;
      answered();
    },
  };
}

/** Nothing where it is denied. */
function channelOf(name: string) {
  try {
    return new BroadcastChannel(name);
  } catch {
    return undefined;
  }
}

/** By Web Locks; without them, which are not everywhere and may be denied, only among the calls of this tab. */
function oneTabAtATime(name: string): Tabs['exclusively'] {
  const inTurn = oneAtATime();
  // Before version 21, Node.js has no navigator, and something may have made a document.
  const locks = (globalThis as { navigator?: { locks?: typeof navigator.locks } }).navigator?.locks;
  if (!locks) return inTurn;
  return async (work) => {
    let isHeld = false;
    try {
      return await locks.request(name, () => {
        isHeld = true;
        return work();
      });
    } catch (error) {
      if (isHeld) throw error;
      return inTurn(work);
    }
  };
}

function oneAtATime(): Tabs['exclusively'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
}
