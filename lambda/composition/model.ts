import { type Action, userModel as userModelFile } from '../../lib/contract/action.ts';
import { loadUserModel } from '../adapters/user-model/load.ts';
import type { UserModel } from '../users/model/user-model.ts';
import type { Runtime } from './runtime.ts';

/**
 * The module of custom fields, if the construct has one: it is next to the bundle.
 *
 * @param action its row must say that it loads the model, or the module would not be there
 */
export async function userModel(rt: Runtime, { name, model }: Action): Promise<UserModel> {
  if (!model) throw new Error(`the row of ${name} says nothing of the user model that it loads`);
  const file = rt.get(userModelFile);
  return loadUserModel(file === undefined ? undefined : new URL(file, import.meta.url).href);
}
