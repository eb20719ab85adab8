import type { Action } from '../../contract/action.ts';
import { FUNCTION_GROUPS } from '../../contract/function-groups.ts';
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

/** What it is shown with: those that serve several actions are of several concerns. */
export function concernOfFunction(name: string): Concern | 'groups' | undefined {
  if ((FUNCTION_GROUPS as readonly string[]).includes(name)) return 'groups';
  const found = namedAfter(name);
  return found && concernOf(found.action);
}
