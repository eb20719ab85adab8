import type { FunctionLayout } from './function-layout';
import type { UsersFunctionOptions } from './users-function-options';

/** The props of `UsersApi` about its functions. */
export interface UsersFunctionsProps {
  /**
   * Whether each action has a function of its own, or those of one kind of caller share one.
   *
   * @default FunctionLayout.perAction()
   */
  readonly functionLayout?: FunctionLayout;

  /**
   * Options of all functions, those of authorizers that are made later included. `docs/functions.md` has examples.
   *
   * @default - as described at each option
   */
  readonly functionOptions?: UsersFunctionOptions;

  /**
   * Options of one function, by its name in `users.functions`: `{ 'login-jwt': { memorySize: 3008 } }`. A name that no
   * function has is refused.
   *
   * @default - none
   */
  readonly functionOverrides?: { [functionName: string]: UsersFunctionOptions };
}
