import type { UserModel } from '../../users/model/user-model.ts';
import { readModule } from './module.ts';
import { SchemaUserModel } from './schema-user-model.ts';

/**
 * The user model that a module exports.
 *
 * @throws UserModelError
 */
export function userModelOf(exports: Readonly<Record<string, unknown>>): UserModel {
  return new SchemaUserModel(readModule(exports));
}
