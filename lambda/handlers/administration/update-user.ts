import { updateUser as row } from '../../../lib/contract/administration.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import { userModel } from '../../composition/model.ts';
import { passwordHash, passwordPolicy } from '../../composition/passwords.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { userChanges as schema } from '../../http/user-input.ts';
import { updateUser } from '../../users/administration/update-user.ts';
import { publicUser } from '../../users/model/user-model.ts';

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const model = await userModel(rt, row);
  const deps = {
    store: userStore(rt),
    hash: passwordHash(rt),
    policy: passwordPolicy(rt),
    ...{ model, clock, ids },
  };
  return superuserAction(
    rt,
    row,
    { body: { schema }, model },
    async ({ input, custom, target: profile }) => {
      const user = await updateUser(deps, { profile, changes: { ...input, custom } });
      return { statusCode: 200, body: publicUser(model, user) };
    },
  );
}
