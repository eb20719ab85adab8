import { NO_CUSTOM_FIELDS, type UserModel } from '../../users/model/user-model.ts';

/**
 * The user model of a module, which runs in the function's own process. What reads it is loaded with it: many constructs have none.
 *
 * @param url `undefined` where the construct has no `userModel`
 * @throws UserModelError for a module that is no user model; the construct has checked it at synth
 */
export async function loadUserModel(url: string | undefined): Promise<UserModel> {
  if (url === undefined) return NO_CUSTOM_FIELDS;
  const [{ userModelOf }, exports] = await Promise.all([import('./of-module.ts'), import(url)]);
  return userModelOf(exports);
}
