import * as z from 'zod/mini';
import { addPasskey as row } from '../../../lib/contract/passkeys.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { registrationVerifier } from '../../composition/passkey-registrations.ts';
import { creationChallenges } from '../../composition/passkeys.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { passkeyStore } from '../../composition/stores/passkey-store.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { senderOf } from '../../http/authentication.ts';
import { passkeyName, registration } from '../../http/passkeys.ts';
import { takes } from '../../http/takes.ts';
import { addPasskey } from '../../users/passkeys/add-passkey.ts';
import { publicPasskey } from '../../users/passkeys/passkey.ts';

export const schema = z.object({
  challenge_token: z.string(),
  credential: registration,
  name: z.optional(passkeyName),
});

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const deps = {
    store: userStore(rt),
    passkeys: passkeyStore(rt),
    challenges: creationChallenges(rt),
    verifier: registrationVerifier(rt),
    ...{ clock, ids },
  };
  return signedInAction(
    rt,
    row,
    { body: takes(schema) },
    async ({ caller: profile, input, event }) => {
      const { challenge_token: challengeToken, credential, name } = input;
      const sender = senderOf(event, clock);
      const passkey = await addPasskey(deps, { profile, challengeToken, credential, name, sender });
      return { statusCode: 201, body: publicPasskey(passkey) };
    },
  );
}
