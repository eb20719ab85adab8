import type { PublicEvent } from '../../../lambda/users/events/event.ts';
import type { EventBus, Fate } from '../../../lambda/users/events/event-bus.ts';
import type { MemoryCalls } from '../../support/stores/memory/calls.ts';
import type { MemoryTable } from '../../support/stores/memory/table.ts';
import type { Ledger, Mailed } from './ledger.ts';
import { leftoversOf } from './leftovers.ts';

const MAILED: readonly string[] = [
  'after-forgot-password',
  'after-request-verify',
  'after-request-email-change',
] satisfies Mailed['kind'][];

interface BusDeps {
  readonly table: MemoryTable;
  readonly ledger: Ledger;
  broken(promise: string): void;
}

/** Where events are delivered, and the mailer of tokens listens. */
export class Bus {
  readonly #world: BusDeps;
  /** Every delivery, in order. */
  readonly delivered: PublicEvent[] = [];

  constructor(world: BusDeps) {
    this.#world = world;
  }

  /** The bus as one relay calls it: event by event, and any call can fail. */
  over(calls: MemoryCalls): EventBus {
    return {
      publish: async (events) => {
        const fates: Fate[] = [];
        for (const event of events) {
          const before = fates.at(-1);
          fates.push(before?.kind === 'failed' ? before : await this.#fateOf(event, calls));
        }
        return fates;
      },
    };
  }

  async #fateOf(event: PublicEvent, calls: MemoryCalls): Promise<Fate> {
    try {
      await calls.single('publish', () => this.#deliver(event));
      return { kind: 'taken' };
    } catch (error) {
      return { kind: 'failed', error };
    }
  }

  #deliver(event: PublicEvent): void {
    this.delivered.push(event);
    const { type, detail } = event;
    const { codes } = this.#world.ledger;
    const { code } = detail;
    const { email } = detail.user;
    if (code !== undefined && !codes.some((each) => each.code === code && each.email === email)) {
      codes.push({ email, code });
    }
    // Of an address without a user nothing else is told.
    if (!('id' in detail.user)) return;
    const { id: userId } = detail.user;
    if (type === 'after-delete') {
      const left = leftoversOf(this.#world.table, userId);
      if (left) this.#world.broken(`after-delete was delivered, and ${left} is left of the user`);
    }
    const { token } = detail;
    const { mail } = this.#world.ledger;
    if (token === undefined || mail.some((each) => each.token === token)) return;
    if (MAILED.includes(type)) mail.push({ kind: type as Mailed['kind'], token, userId });
  }
}
