import type { Change, Composers } from './change.ts';
import { composeBatch } from './compose-batch.ts';
import type { EventBus } from './event-bus.ts';
import type { Remembered } from './remembered.ts';

/** @typeParam Source what a change is read from, whole */
export interface RelayDeps<Source> {
  readonly composers: Composers;
  readonly bus: EventBus;
  /**
   * @returns `undefined` if there is nothing to publish
   * @throws where it can't be told what the source says
   */
  read(source: Source): Change | undefined;
  /**
   * Whether an error passes by, such as that of a service which is down: it is worth while to have the source again.
   * Any other error is about this one source, and would come with it every time.
   */
  passes(error: unknown, source: Source): boolean;
  /** Keeps a source for which nothing can ever be published. */
  setAside(source: Source, error: unknown): Promise<void>;
  /** Ids of events that were published although a source before theirs has to come again, and theirs with it. */
  readonly taken: Remembered;
}

export interface RelayOutcome {
  /** Number of events that the bus took. */
  readonly published: number;
  /** Index of the first source that has to be delivered again, with all that follow it. */
  readonly failedAt?: number;
  readonly error?: unknown;
}

/**
 * Publishes the events of a batch of changes, in order. What can never be published is set aside, and the rest
 * goes on; what fails for now ends the batch.
 */
export async function relay<Source>(
  deps: RelayDeps<Source>,
  sources: readonly Source[],
): Promise<RelayOutcome> {
  const batch = new Batch(deps, sources);
  const composed = await composeBatch(
    deps.composers,
    sources.map((source) => () => deps.read(source)),
  );
  for (const [index, each] of composed.entries()) {
    if ('error' in each) await batch.failed(index, each.error);
  }

  const pending = composed.slice(0, batch.end).flatMap((each, index) => {
    if (!('event' in each) || each.event === undefined) return [];
    return deps.taken.has(each.event.detail.id) ? [] : [{ index, event: each.event }];
  });
  const fates = await deps.bus.publish(pending.map(({ event }) => event));
  const published = pending.flatMap(({ index, event }, position) => {
    const fate = fates[position];
    return fate?.kind === 'taken' ? [{ index, id: event.detail.id }] : [];
  });
  for (const [position, fate] of fates.entries()) {
    const { index = 0 } = pending[position] ?? {};
    if (fate.kind === 'failed') batch.endsAt(index, fate.error);
    if (fate.kind === 'refused') await batch.setAside(index, fate.error);
  }

  for (const { index, id } of published) if (index > batch.end) deps.taken.note(id);
  return { published: published.length, ...batch.failure };
}

/** How far a batch has come: what is behind its end will be delivered again. */
class Batch<Source> {
  readonly #deps: Pick<RelayDeps<Source>, 'passes' | 'setAside'>;
  readonly #sources: readonly Source[];
  #failure: Pick<RelayOutcome, 'failedAt' | 'error'> = {};

  constructor(deps: Pick<RelayDeps<Source>, 'passes' | 'setAside'>, sources: readonly Source[]) {
    this.#deps = deps;
    this.#sources = sources;
  }

  get end(): number {
    return this.#failure.failedAt ?? this.#sources.length;
  }

  get failure(): Pick<RelayOutcome, 'failedAt' | 'error'> {
    return this.#failure;
  }

  endsAt(index: number, error: unknown): void {
    if (index < this.end) this.#failure = { failedAt: index, error };
  }

  async failed(index: number, error: unknown): Promise<void> {
    if (this.#deps.passes(error, this.#sources[index] as Source)) this.endsAt(index, error);
    else await this.setAside(index, error);
  }

  /** One that can't be set aside comes again. */
  async setAside(index: number, error: unknown): Promise<void> {
    if (index >= this.end) return;
    try {
      await this.#deps.setAside(this.#sources[index] as Source, error);
    } catch (failure) {
      this.endsAt(index, failure);
    }
  }
}
