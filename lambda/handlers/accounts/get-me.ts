import { getMe } from '../../../lib/contract/accounts.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { userModel } from '../../composition/model.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { publicUser } from '../../users/model/user-model.ts';

export async function make(rt: Runtime) {
  const model = await userModel(rt, getMe);
  return signedInAction(rt, getMe, {}, async ({ caller }) => ({
    statusCode: 200,
    body: publicUser(model, caller.user),
  }));
}
