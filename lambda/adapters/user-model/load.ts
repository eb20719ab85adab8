import { NO_CUSTOM_FIELDS, type UserModel } from '../../users/model/user-model.ts';
import { readModule } from './module.ts';
import { SchemaUserModel } from './schema-user-model.ts';

/**
 * The user model of a module, which runs in the function's own process.
 *
 * @param url `undefined` where the construct has no `userModel`
 * @throws UserModelError for a module that is no user model; the construct has checked it at synth
 */
export async function loadUserModel(url: string | undefined): Promise<UserModel> {
  return url === undefined ? NO_CUSTOM_FIELDS : userModelOf(await import(url));
}

/**
 * The user model that a module exports.
 *
 * @throws UserModelError
 */
export function userModelOf(exports: Readonly<Record<string, unknown>>): UserModel {
  return new SchemaUserModel(readModule(exports));
}
