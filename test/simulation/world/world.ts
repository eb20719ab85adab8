import { NO_CUSTOM_FIELDS } from '../../../lambda/users/model/user-model.ts';
import type { BegunOAuth } from '../../../lambda/users/oauth/begin-oauth.ts';
import { UnicodePasswords } from '../../../lambda/users/passwords/unicode-passwords.ts';
import type { Profile } from '../../../lambda/users/user.ts';
import { CountingIds, FrozenClock } from '../../support/domain/frozen.ts';
import { AT_ONCE, type MemoryCalls } from '../../support/stores/memory/calls.ts';
import { memoryStores } from '../../support/stores/memory/memory-store.ts';
import { type MemoryAccount, MemoryTable } from '../../support/stores/memory/table.ts';
import type { Stores } from '../../support/stores/stores.ts';
import { ScheduledCalls } from '../scheduled-calls.ts';
import { Scheduler } from '../scheduler.ts';
import { backendsOf } from './backends.ts';
import { Bus } from './bus.ts';
import { Gates } from './gates.ts';
import { Ledger } from './ledger.ts';
import { SIMULATED_LIMITS } from './limits.ts';
import { mailedTokensOf } from './mailed-tokens.ts';
import { emailAttemptsOf, plainEmailCodes } from './plain-codes.ts';
import { begunLoginsOf, plainCodes, plainEnrolments, plainSealing } from './plain-factors.ts';
import { PlainHash } from './plain-hash.ts';
import { challengesOf, plainVerifier } from './plain-passkeys.ts';
import type { Seen } from './seen.ts';
import { Stream } from './stream.ts';

/** Requests that run beside one another. */
export const SLOTS = 4;

/** One request's way to the table. */
export interface Slot {
  readonly calls: ScheduledCalls;
  readonly parts: Parts;
  /** Whether the table says what the request's answer of success would say. */
  holds?: (() => boolean) | undefined;
  /** Writes of the request that changed the table. */
  changes: number;
}

/** All that use cases are called with, over the stores of one request. */
export type Parts = ReturnType<World['partsOver']>;

/** The API, its table and its clients, of one program. */
export class World {
  readonly table = new MemoryTable();
  readonly clock = new FrozenClock();
  readonly ids = new CountingIds();
  readonly scheduler = new Scheduler();
  readonly ledger = new Ledger();
  readonly scheme = new PlainHash();
  readonly backends = backendsOf(this);
  readonly mailed = mailedTokensOf(this.clock);
  begunLogins = begunLoginsOf(this.clock);
  /** What a request to add a factor has read of the user. */
  enrolling = (profile: Profile): Profile => profile;
  readonly challenges = challengesOf(this.clock);
  readonly verifier = plainVerifier();
  readonly emailAttempts = emailAttemptsOf(this.clock);
  readonly gates = new Gates();
  readonly stream = new Stream(this.table);
  readonly bus = new Bus(this);
  readonly count = { calls: 0, faults: 0 };
  /** Trips to the provider, and whether the browser came back. */
  readonly attempts: (BegunOAuth & { isUsed: boolean })[] = [];
  readonly seen: Seen = {
    users: new Set(),
    sessions: new Set(),
    superuser: false,
    visible: { users: new Map(), links: new Set(), read: 0 },
    guessed: undefined,
    owned: { factors: new Map(), read: 0 },
  };
  readonly slots: readonly Slot[];
  /** For what goes on between the requests of a program. */
  readonly parts: Parts;
  /** The first promise that was broken. */
  violation: string | undefined;

  /** @param written called after every write, before the next call is made */
  constructor(written: (world: World) => void) {
    const watched = watching(() => written(this));
    this.parts = this.partsOver(memoryStores(this.table, watched), watched);
    this.slots = Array.from({ length: SLOTS }, () => {
      const calls = new ScheduledCalls({
        scheduler: this.scheduler,
        count: this.count,
        written: (hasChanged) => {
          if (hasChanged) slot.changes += 1;
          written(this);
        },
      });
      const parts = this.partsOver(memoryStores(this.table, calls), calls);
      const slot: Slot = { calls, parts, changes: 0 };
      return slot;
    });
  }

  broken(promise: string): void {
    this.violation ??= promise;
  }

  get accounts(): readonly MemoryAccount[] {
    return [...this.table.byId.values()];
  }

  partsOver(store: Stores, calls: MemoryCalls) {
    const { clock, ids, backends } = this;
    return {
      store,
      calls,
      sessions: store,
      logins: store,
      passwords: store,
      attempts: store,
      bruteForce: SIMULATED_LIMITS,
      lockedOut: () => {},
      lockouts: store,
      requests: store,
      accounts: store,
      leftovers: store,
      deletions: store,
      usedAttempts: store,
      hash: new UnicodePasswords({ current: this.scheme, declared: [], known: [] }),
      policy: { minLength: 8, contextWords: [] },
      model: { ...NO_CUSTOM_FIELDS, hasFields: true },
      backends: backends.backends,
      randomness: backends.randomness,
      maxSessions: 3,
      tidyingFailed: () => {},
      requireVerification: false,
      factors: store,
      sealing: plainSealing,
      totpCodes: plainCodes,
      enrolments: plainEnrolments,
      passkeys: store,
      emailLogins: store,
      emailCodes: plainEmailCodes,
      signsUp: true,
      begunLogins: (backend: string) => this.begunLogins(backend),
      challenges: this.challenges,
      verifier: this.verifier,
      emailAttempts: this.emailAttempts,
      gates: this.gates,
      ...{ clock, ids },
    };
  }
}

/** Calls that are made at once, each write of which is told. */
function watching(written: () => void): MemoryCalls {
  const told =
    <T>(make: () => T) =>
    () => {
      const outcome = make();
      written();
      return outcome;
    };
  return {
    ...AT_ONCE,
    single: (name, make) => AT_ONCE.single(name, told(make)),
    transact: (name, make) => AT_ONCE.transact(name, told(make)),
  };
}
