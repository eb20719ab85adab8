import type { Action } from '../../lib/contract/action.ts';
import { userModel } from '../composition/model.ts';
import { newPasswordHash, passwordPolicy } from '../composition/passwords.ts';
import type { Runtime } from '../composition/runtime.ts';
import { userStore } from '../composition/stores/user-store.ts';
import { validateBody } from '../http/custom-fields.ts';
import { newUser } from '../http/user-input.ts';
import { createUser } from '../users/accounts/create-user.ts';
import type { UserModel } from '../users/model/user-model.ts';
import type { User } from '../users/user.ts';
import { knownBreaches } from './breached-passwords.ts';

interface NewUsers {
  readonly model: UserModel;
  /** @throws UsersError, ValidationError */
  create(fields: Record<string, unknown>): Promise<User>;
}

/** What surrounds the creation of a user by an operator: the fields, those of the user model included. */
export async function newUsers(rt: Runtime, row: Action): Promise<NewUsers> {
  const { clock, ids } = rt;
  const model = await userModel(rt, row);
  const deps = {
    store: userStore(rt),
    hash: newPasswordHash(rt),
    policy: passwordPolicy(rt),
    breached: knownBreaches(rt),
    ...{ model, clock, ids },
  };
  return {
    model,
    async create(fields) {
      const change = model.change(fields, 'admin', 'new');
      const { input, custom } = await validateBody(newUser, fields, change);
      const { email, password, ...flags } = input;
      return createUser(deps, { email, password, custom: custom?.fields, flags });
    },
  };
}
