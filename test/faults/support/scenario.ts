import type { FaultClient } from './fault-client.ts';

/** One request of an action, or one invocation, in one of its branches. */
export interface Scenario {
  /** Name of the action in the contract. */
  readonly action: string;
  /** Which of its requests. */
  readonly when: string;
  /** The backend or the client whose function it is, where there is one for each. */
  readonly of?: string;
  /** Changes nothing, so that all its requests can have one preparation. */
  readonly reads?: true;
  /** Its answer is about more than the scenario: only its form is compared. */
  readonly form?: true;
  /** Changes what everybody uses, so that nothing else may run at the same time. */
  readonly alone?: true;
  /** What shows what it did beside the items and events of its users. */
  readonly look?: (client: FaultClient) => unknown;
  /** Prepares what the request needs, while nothing fails. @returns the request */
  prepare(client: FaultClient): Promise<() => Promise<unknown>>;
}

type Options = Omit<Scenario, 'action' | 'when' | 'prepare'>;

export const scenario = (
  action: string,
  when: string,
  prepare: Scenario['prepare'],
  options: Options = {},
): Scenario => ({ action, when, prepare, ...options });

export const reading = (
  action: string,
  when: string,
  prepare: Scenario['prepare'],
  options: Options = {},
): Scenario => scenario(action, when, prepare, { reads: true, ...options });
