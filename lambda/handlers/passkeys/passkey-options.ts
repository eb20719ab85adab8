import * as z from 'zod/mini';
import { passkeyOptions as row } from '../../../lib/contract/passkeys.ts';
import { proofSchema } from '../../actions/fresh-proof.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { freshProof } from '../../composition/fresh-proof.ts';
import { passkeyStore } from '../../composition/passkey-store.ts';
import { creationChallenges, passkeySettings } from '../../composition/passkeys.ts';
import type { Runtime } from '../../composition/runtime.ts';
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
  const options = { body: { schema, optional: true }, freshProof: freshProof(rt) };
  return signedInAction(rt, row, options, async ({ caller: profile, input }) => ({
    statusCode: 200,
    body: await creationOptions(deps, { profile, conditional: input.conditional ?? false }),
  }));
}
