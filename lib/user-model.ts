import * as path from 'node:path';
import { Token } from 'aws-cdk-lib';
import { UsersApiError } from './private/errors';

/**
 * The custom fields of users: a module of your own whose default export is a
 * [Standard Schema](https://standardschema.dev), made with zod, valibot or arktype for example. It is
 * bundled during synth, with the `esbuild` of your project, and runs inside the API's functions.
 *
 * These named exports of the module, lists of field names, say more about the fields:
 *
 * - `adminFields`: only a superuser may write them; in any other body they are ignored
 * - `privateFields`: stored, and never part of a response or an event
 * - `claimFields`: put into access tokens
 *
 * Hooks, functions that run inside requests and can refuse them, come from the same module: see
 * `docs/hooks.md` and `defineUsers` of `cdk-users-api/define`.
 *
 * @example
 * new UsersApi(this, 'Users', { userModel: UserModel.fromFile('src/user-model.ts') });
 */
export class UserModel {
  /**
   * The model in a module.
   *
   * Nothing is read until a `UsersApi` gets it. That throws, naming file and line, for a module that doesn't
   * bundle, that exports no schema, or that has a field which every user has anyway.
   *
   * @throws for a token
   *
   * @param file a TypeScript or JavaScript file, relative to the working directory unless absolute
   */
  public static fromFile(file: string): UserModel {
    if (Token.isUnresolved(file)) {
      throw new UsersApiError('UserModel.file', {
        got: file,
        expected: 'the path of a module',
        fix: 'write it as a literal, as the module is bundled then',
      });
    }
    return new UserModel(path.resolve(file));
  }

  /** @internal */
  public readonly _file: string;

  private constructor(file: string) {
    this._file = file;
  }
}
