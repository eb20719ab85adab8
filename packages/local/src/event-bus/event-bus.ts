import { setTimeout as wait } from 'node:timers/promises';
import { Tasks } from '../tasks.ts';
import type { EventEnvelope } from './envelope.ts';
import type { Rule, Target } from './rules.ts';

/**
 * Waits before the second and the third attempt at a failed function, in milliseconds. Lambda makes
 * as many attempts at an asynchronous invocation, minutes apart.
 */
const RETRY_WAITS = [200, 1_000];

/** Accepts events and hands them to the targets of matching rules; the publisher does not wait. */
export class EventBuses {
  readonly #names: ReadonlySet<string>;
  readonly #onEvent: (event: EventEnvelope) => void;
  readonly #deliveries = new Tasks();
  #rules: readonly Rule[] = [];
  #events: EventEnvelope[] = [];

  /** @param earlier events that were accepted before, and are not delivered again */
  constructor(
    names: readonly string[],
    onEvent: (event: EventEnvelope) => void = () => {},
    earlier: readonly EventEnvelope[] = [],
  ) {
    this.#events = [...earlier];
    this.#names = new Set(names);
    this.#onEvent = onEvent;
  }

  /** Sets the rules, which come after the buses: functions are given the names of buses. */
  follow(rules: readonly Rule[]): void {
    this.#rules = rules;
  }

  /** Every event accepted so far, oldest first. */
  get events(): readonly EventEnvelope[] {
    return this.#events;
  }

  has(bus: string): boolean {
    return this.#names.has(bus);
  }

  accept(bus: string, event: EventEnvelope): void {
    this.#events.push(event);
    this.#onEvent(event);
    for (const rule of this.#rules) {
      if (rule.bus !== bus || !rule.matches(event)) continue;
      for (const target of rule.targets) {
        this.#deliveries.run((signal) => deliver(target, event, signal));
      }
    }
  }

  /** Lets deliveries under way end, gives up those that wait for another attempt, forgets all. */
  async reset(): Promise<void> {
    await this.#deliveries.drain();
    this.#events = [];
  }
}

async function deliver(target: Target, event: EventEnvelope, signal: AbortSignal): Promise<void> {
  for (const pause of [0, ...RETRY_WAITS]) {
    if (pause > 0) await wait(pause, undefined, { signal, ref: false });
    const result = await target.function.invoke(target.input ?? event);
    if (result.ok) return;
  }
}
