import { Cleanup } from './cleanup.ts';
import type { SynthesizedStack } from './cloudformation/assembly.ts';
import type { EventEnvelope } from './event-bus/envelope.ts';
import { Gate } from './gate.ts';
import type { RequestHandler } from './gateway/http-server.ts';
import type { ResourcesOptions } from './resources.ts';
import type { RunningStack } from './running-stack.ts';

/** Milliseconds for requests under way to end; one of them may be waiting for another. */
const PATIENCE = 1_000;

type Start = (options: ResourcesOptions) => Promise<RunningStack>;

/** What stays the same when another template takes the place of a stack's. */
export type LiveOptions = Omit<ResourcesOptions, 'stack' | 'cleanup' | 'earlier' | 'fresh'>;

/** The resources of a stack, in whose place those of its next template can come. */
export class LiveResources {
  readonly #start: Start;
  readonly #options: LiveOptions;
  readonly #gate = new Gate();
  #stack: SynthesizedStack;
  #running: RunningStack;
  #cleanup: Cleanup;

  private constructor(
    start: Start,
    options: LiveOptions,
    [stack, running, cleanup]: [SynthesizedStack, RunningStack, Cleanup],
  ) {
    this.#start = start;
    this.#options = options;
    this.#stack = stack;
    this.#running = running;
    this.#cleanup = cleanup;
  }

  static async start(
    start: Start,
    { stack, fresh, ...options }: LiveOptions & Pick<ResourcesOptions, 'stack' | 'fresh'>,
  ): Promise<LiveResources> {
    const [running, cleanup] = await begin(start, { ...options, stack, fresh, earlier: [] });
    return new LiveResources(start, options, [stack, running, cleanup]);
  }

  get stack(): SynthesizedStack {
    return this.#stack;
  }

  get running(): RunningStack {
    return this.#running;
  }

  readonly handle: RequestHandler = (request, body) =>
    this.#gate.pass(() => this.#running.handle(request, body));

  /**
   * Puts another stack in place of the one that runs, on its tables and secrets. Requests under way
   * end before, others wait. If it doesn't start, the one before goes on.
   */
  async replace(stack: SynthesizedStack): Promise<void> {
    await this.#gate.exclusively(async () => {
      const earlier = [...this.#running.events()];
      await this.#cleanup.run();
      try {
        await this.#begin(stack, earlier);
      } catch (error) {
        await this.#begin(this.#stack, earlier);
        throw error;
      }
      this.#stack = stack;
    }, PATIENCE);
    await this.#running.made;
  }

  async stop(): Promise<void> {
    await this.#cleanup.run();
  }

  async #begin(stack: SynthesizedStack, earlier: readonly EventEnvelope[]): Promise<void> {
    const options = { ...this.#options, stack, earlier, fresh: false };
    [this.#running, this.#cleanup] = await begin(this.#start, options);
  }
}

/** Starts resources; whatever was started of them is stopped if it fails. */
async function begin(
  start: Start,
  options: Omit<ResourcesOptions, 'cleanup'>,
): Promise<[RunningStack, Cleanup]> {
  const cleanup = new Cleanup();
  try {
    return [await start({ ...options, cleanup }), cleanup];
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}
