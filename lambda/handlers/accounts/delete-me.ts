import * as z from 'zod/mini';
import { requireCurrentPassword, deleteMe as row } from '../../../lib/contract/accounts.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { userModel } from '../../composition/model.ts';
import { passwordHash } from '../../composition/passwords.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { password } from '../../http/validation.ts';
import { deleteMe } from '../../users/accounts/delete-me.ts';

const schema = z.object({ current_password: z.optional(password) });

export async function make(rt: Runtime) {
  const required = rt.get(requireCurrentPassword);
  const deps = {
    store: userStore(rt),
    hash: passwordHash(rt),
    model: await userModel(rt, row),
  };
  return signedInAction(
    rt,
    row,
    { body: { schema, optional: !required } },
    async ({ input: { current_password: currentPassword }, caller, backend }) => {
      const proof = { requireCurrentPassword: required, currentPassword };
      await deleteMe(deps, { profile: caller, proof });
      return backend.transport.clear();
    },
  );
}
