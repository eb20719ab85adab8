import type { Action } from '../../lib/contract/action.ts';
import type { Choice } from './program.ts';
import type { Parts, World } from './world/world.ts';

/** One request, with what has to be true if it is answered with success. */
export interface Attempt {
  /** For readers of the program: `login ada at web`. */
  readonly says: string;
  /** Makes the request. Whatever else is thrown than a refusal is a bug. */
  ask(): Promise<unknown>;
  /**
   * Whether the table says what the answer says, asked after every write until the answer: it has to be
   * true once.
   */
  holds?(): boolean;
  /** What an answer of success says of the future. May return a promise that it breaks. */
  succeeded?(answer: never): unknown;
  /** Its route, whose row names every code that a refusal has. */
  readonly row?: Pick<Action, 'refuses'>;
  /** The same of a refusal, by its code. */
  refused?(code: string): unknown;
  /** A refusal can have changed something: a stolen token ends its session, say. */
  readonly refusalChanges?: boolean;
}

/** A kind of step. */
export interface StepKind {
  readonly name: string;
  /** Tickets of the draw. */
  readonly weight: number;
  /** The request; `undefined` where there is nothing yet that it could be about. */
  begin(world: World, parts: Parts, choice: Choice): Attempt | undefined;
}
