import type { Action } from '../../lib/contract/action.ts';
import type { Call, Reply } from '../http/request.ts';
import { stack } from '../http/stack.ts';

/** The handler of a route that answers everybody with the same, from wherever they call. */
export const publishedAction = ({ name }: Action<'anyone'>, run: (event: Call) => Promise<Reply>) =>
  stack(name, {}, run);
