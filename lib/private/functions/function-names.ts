import type { Action } from '../../contract/action.ts';
import { ACTIONS, type Concern, concernOf } from '../../contract/index.ts';

/** What a function is named after: its action, and the backend or the client that it serves, or its options. */
interface NamedAfter {
  readonly action: Action;
  /** Empty where there is one function of the action. */
  readonly served: string;
}

/** `login-jwt` is of `login` and serves `jwt`; an action's own name is the longest that fits. */
export function namedAfter(name: string): NamedAfter | undefined {
  const [action] = ACTIONS.filter((each) =>
    new RegExp(`^${each.name}([-.]|$)`).test(name),
  ).toSorted((one, other) => other.name.length - one.name.length);
  return action && { action, served: name.slice(action.name.length + 1) };
}

export function concernOfFunction(name: string): Concern | undefined {
  const found = namedAfter(name);
  return found && concernOf(found.action);
}
