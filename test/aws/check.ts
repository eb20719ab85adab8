import type { Cdk } from '../deploy/support/cdk.ts';
import type { DeploymentPlace } from '../deploy/support/place.ts';
import type { DeployedStack } from '../deploy/support/stack.ts';
import type { Findings } from './finding.ts';
import type { Stacks } from './stacks.ts';

/** What the checks of a run have in common. */
export interface Context {
  readonly place: DeploymentPlace;
  readonly isAws: boolean;
  readonly cdk: Cdk;
  /** The synthesised app. */
  readonly assembly: string;
  /** Id of this run, which is the value of the tag of its resources. */
  readonly run: string;
  readonly stacks: Readonly<Record<keyof Stacks, DeployedStack>>;
  /** Pattern of names of end-to-end cases; undefined for all of them. */
  readonly cases?: string | undefined;
  /** Ends when the run is interrupted. */
  readonly signal: AbortSignal;
  say(line: string): void;
}

/** Looks at something, and says what it saw of each of its claims. */
export type Check = (context: Context) => Promise<Findings>;
