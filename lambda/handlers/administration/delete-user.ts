import { deleteUser as row } from '../../../lib/contract/administration.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { deleteUser } from '../../users/administration/delete-user.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt), model: await userModel(rt, row) };
  return superuserAction(rt, row, {}, async ({ target: profile }) => {
    await deleteUser(deps, { profile });
    return { statusCode: 204 };
  });
}
