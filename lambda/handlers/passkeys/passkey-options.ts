import * as z from 'zod/mini';
import { passkeyOptions as row } from '../../../lib/contract/passkeys.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { creationChallenges, passkeySettings } from '../../composition/passkeys.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { passkeyStore } from '../../composition/stores/passkey-store.ts';
import { proofSchema } from '../../http/current-password.ts';
import { takes } from '../../http/takes.ts';
import { creationOptions } from '../../users/passkeys/options.ts';

export const schema = z.object({
  ...proofSchema.shape,
  conditional: z.optional(z.boolean()),
});

export async function make(rt: Runtime) {
  const { randomness } = rt;
  const deps = {
    settings: passkeySettings(rt),
    challenges: creationChallenges(rt),
    passkeys: passkeyStore(rt),
    randomness,
  };
  const options = { body: takes(schema, { optional: true }), freshProof: currentPassword(rt) };
  return signedInAction(rt, row, options, async ({ caller: profile, input }) => ({
    statusCode: 200,
    body: await creationOptions(deps, { profile, conditional: input.conditional ?? false }),
  }));
}
