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
  readonly heard: (kept: Kept) => void;
}

/** Only this page or process: nothing is told to others. */
export function noTabs(): Tabs {
  return { exclusively: oneAtATime(), tell() {}, ask: async () => {}, close() {} };
}

export function openTabs({ name, own, heard }: Options): Tabs {
  const { locks } = navigator as { locks?: typeof navigator.locks };
  const channel = new BroadcastChannel(name);
  let answered = () => {};
  channel.onmessage = (event: { data: unknown }) => {
    const message = event.data as Kept | { ask: number };
    if ('ask' in message) {
      if (own().at > message.ask) channel.postMessage(own());
    } else {
      heard(message);
      answered();
    }
  };
  return {
    // Pages that came by plain HTTP have no locks.
    exclusively: locks ? (work) => locks.request(name, work) : oneAtATime(),
    tell: (kept) => channel.postMessage(kept),
    ask: (at) =>
      new Promise((resolve) => {
        answered = resolve;
        setTimeout(resolve, ANSWER_MS);
        channel.postMessage({ ask: at });
      }),
    close: () => channel.close(),
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
