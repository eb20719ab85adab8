import { getUser } from '../../../lib/contract/administration.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { publicUser } from '../../users/model/user-model.ts';

export async function make(rt: Runtime) {
  const model = await userModel(rt, getUser);
  return superuserAction(rt, getUser, {}, async ({ target }) => ({
    statusCode: 200,
    body: publicUser(model, target.user),
  }));
}
