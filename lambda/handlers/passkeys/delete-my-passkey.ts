import { deleteMyPasskey as row } from '../../../lib/contract/passkeys.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { passkeyStore } from '../../composition/stores/passkey-store.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { senderOf } from '../../http/authentication.ts';
import { passkeyIdOf } from '../../http/path.ts';
import { removeMyPasskey } from '../../users/passkeys/remove-passkey.ts';

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const deps = { store: userStore(rt), passkeys: passkeyStore(rt), ...{ clock, ids } };
  const options = { freshProof: currentPassword(rt) };
  return signedInAction(rt, row, options, async ({ event, caller: profile }) => {
    await removeMyPasskey(deps, {
      profile,
      id: passkeyIdOf(event),
      sender: senderOf(event, clock),
    });
    return { statusCode: 204 };
  });
}
