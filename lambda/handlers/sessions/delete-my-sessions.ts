import { deleteMySessions as row } from '../../../lib/contract/sessions.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { freshProof } from '../../composition/fresh-proof.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores.ts';
import { deleteMySessions } from '../../users/sessions/delete-my-sessions.ts';

export async function make(rt: Runtime) {
  const deps = { store: userStore(rt) };
  const options = { freshProof: freshProof(rt) };
  return signedInAction(rt, row, options, async ({ caller: profile, claims: survivor }) => {
    await deleteMySessions(deps, { profile, survivor });
    return { statusCode: 204 };
  });
}
