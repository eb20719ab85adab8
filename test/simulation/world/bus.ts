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

  /** As a code is derived, it is the same whenever it is delivered. */
  #mailed(email: string, code: string): void {
    const { codes } = this.#world.ledger;
    if (!codes.some((each) => each.code === code)) codes.push({ email, code });
  }

  #deliver(event: PublicEvent): void {
    this.delivered.push(event);
    const { type, detail } = event;
    if (detail.code !== undefined) this.#mailed(detail.user.email ?? '', detail.code);
    // An address without a user is only told of where users sign up by codes.
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
