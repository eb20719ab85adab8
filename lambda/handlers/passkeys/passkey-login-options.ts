import { passkeyLoginOptions as row } from '../../../lib/contract/passkeys.ts';
import { backendAction } from '../../actions/backend.ts';
import { ownBackend } from '../../composition/backends.ts';
import { loginChallenges, passkeySettings } from '../../composition/passkeys.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { loginOptions } from '../../users/passkeys/options.ts';

export async function make(rt: Runtime) {
  const backend = ownBackend(rt);
  const { randomness } = rt;
  const deps = {
    settings: passkeySettings(rt),
    challenges: loginChallenges(rt, backend),
    randomness,
  };
  return backendAction(rt, row, { backend }, async () => ({
    statusCode: 200,
    body: await loginOptions(deps),
  }));
}
