import { NO_CUSTOM_FIELDS, type UserModel } from '../../users/custom-fields.ts';
import { readModule } from './module.ts';
import { SchemaUserModel } from './schema-user-model.ts';

/**
 * The user model of a module, which runs in the function's own process.
 *
 * @param url `undefined` where the construct has no `userModel`
 * @throws UserModelError for a module that is no user model; the construct has checked it at synth
 */
export async function loadUserModel(url: string | undefined): Promise<UserModel> {
  if (url === undefined) return NO_CUSTOM_FIELDS;
  return new SchemaUserModel(readModule(await import(url)));
}
