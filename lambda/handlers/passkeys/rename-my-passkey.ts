import * as z from 'zod/mini';
import { renameMyPasskey as row } from '../../../lib/contract/passkeys.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { passkeyStore } from '../../composition/stores/passkey-store.ts';
import { passkeyName } from '../../http/passkeys.ts';
import { passkeyIdOf } from '../../http/path.ts';
import { takes } from '../../http/takes.ts';
import { renamePasskey } from '../../users/passkeys/rename-passkey.ts';

export const schema = z.object({ name: passkeyName });

export async function make(rt: Runtime) {
  const deps = { passkeys: passkeyStore(rt) };
  return signedInAction(rt, row, { body: takes(schema) }, async ({ event, caller, input }) => ({
    statusCode: 200,
    body: await renamePasskey(deps, { profile: caller, id: passkeyIdOf(event), ...input }),
  }));
}
