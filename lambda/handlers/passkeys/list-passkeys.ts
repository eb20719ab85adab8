import { listPasskeys as row } from '../../../lib/contract/passkeys.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { passkeyStore } from '../../composition/stores/passkey-store.ts';
import { listPasskeys } from '../../users/passkeys/list-passkeys.ts';

export async function make(rt: Runtime) {
  const deps = { passkeys: passkeyStore(rt) };
  return superuserAction(rt, row, {}, async ({ target: profile }) => ({
    statusCode: 200,
    body: await listPasskeys(deps, { profile }),
  }));
}
