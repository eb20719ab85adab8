import fc from 'fast-check';
import { FAULTS, type Fault } from './faults.ts';

/** A fault of one call of a step, counted from 0; a step with fewer calls has none. */
export interface PlannedFault {
  readonly call: number;
  readonly fault: Fault;
}

/** One request, as numbers: what they choose from depends on what is there when it is made. */
export interface Step {
  /** Which kind of step: a ticket of `kindOf`. */
  readonly ticket: number;
  /** Whom it is about, and what. */
  readonly who: number;
  readonly what: number;
  /** Whether it begins while the one before it is still running. */
  readonly beside: boolean;
  /** In which order its calls and those beside it are made; 0 for as they come. */
  readonly order: number;
  readonly faults: readonly PlannedFault[];
}

export type Program = readonly Step[];

const MAX_STEPS = 18;

const planned: fc.Arbitrary<PlannedFault> = fc
  .tuple(fc.nat(11), fc.nat(FAULTS.length - 1))
  .map(([call, fault]) => ({ call, fault: FAULTS[fault] as Fault }));

const step = (tickets: number): fc.Arbitrary<Step> =>
  fc
    .tuple(
      fc.nat(tickets - 1),
      fc.nat(0xff),
      fc.nat(0xff),
      fc.nat(1),
      fc.nat(0xff),
      fc.array(planned, { maxLength: 2, size: 'max' }),
    )
    .map(([ticket, who, what, beside, order, faults]) => ({
      ...{ ticket, who, what, order, faults },
      beside: beside === 1,
    }));

/** Programs of steps whose kinds have so many tickets. */
export const programs = (tickets: number): fc.Arbitrary<Program> =>
  fc.array(step(tickets), { minLength: 1, maxLength: MAX_STEPS, size: 'max' });

/** Chooses by the numbers of a step. */
export class Choice {
  readonly #step: Step;

  constructor(step: Step) {
    this.#step = step;
  }

  /** One of a list, by whom the step is about. */
  who<T>(list: readonly T[]): T | undefined {
    return list[this.#step.who % list.length];
  }

  /** One of a list, by what the step does. */
  what<T>(list: readonly T[]): T | undefined {
    return list[this.#step.what % list.length];
  }

  /** Another one, for a step that chooses three times. */
  other<T>(list: readonly T[]): T | undefined {
    return list[((this.#step.who >> 4) ^ (this.#step.what >> 3)) % list.length];
  }
}
