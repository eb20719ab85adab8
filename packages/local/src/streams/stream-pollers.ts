import type { StreamPoller } from './stream-poller.ts';

/** The pollers of a stack, each with the table whose stream it reads. */
export class StreamPollers {
  readonly #pollers: readonly { readonly table: string; readonly poller: StreamPoller }[];
  readonly #streamArn: (table: string) => string | undefined;

  constructor(
    pollers: readonly { readonly table: string; readonly poller: StreamPoller }[],
    streamArn: (table: string) => string | undefined,
  ) {
    this.#pollers = pollers;
    this.#streamArn = streamArn;
  }

  start(): void {
    for (const { poller, streamArn } of this.#joined()) poller.start(streamArn);
  }

  /** Before `start`: leaves out what the streams hold by now. */
  async skip(): Promise<void> {
    await Promise.all(this.#joined().map(({ poller, streamArn }) => poller.skip(streamArn)));
  }

  nudge(): void {
    for (const { poller } of this.#pollers) poller.nudge();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#pollers.map(({ poller }) => poller.stop()));
  }

  #joined(): { poller: StreamPoller; streamArn: string }[] {
    return this.#pollers.flatMap(({ table, poller }) => {
      const streamArn = this.#streamArn(table);
      return streamArn === undefined ? [] : [{ poller, streamArn }];
    });
  }
}
