import * as z from 'zod/mini';
import { requireCurrentPassword, updateMe as row } from '../../../lib/contract/accounts.ts';
import { confirmsEmailChange } from '../../../lib/contract/verification.ts';
import { knownBreaches } from '../../actions/breached-passwords.ts';
import { failures } from '../../actions/failures.ts';
import { factorGiven } from '../../actions/fresh-proof.ts';
import { cookieRenewal } from '../../actions/renewal.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { guessing } from '../../composition/limits.ts';
import { userModel } from '../../composition/model.ts';
import { passwordHash, passwordPolicy } from '../../composition/passwords.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { senderOf } from '../../http/authentication.ts';
import { takes } from '../../http/takes.ts';
import { email, password } from '../../http/validation.ts';
import { updateMe } from '../../users/accounts/update-me.ts';
import { publicUser } from '../../users/model/user-model.ts';

export const schema = z.object({
  email: z.optional(email),
  password: z.optional(password),
  current_password: z.optional(password),
});

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const model = await userModel(rt, row);
  const rules = {
    requireCurrentPassword: rt.get(requireCurrentPassword),
    confirmEmail: rt.get(confirmsEmailChange),
  };
  const deps = {
    store: userStore(rt),
    hash: passwordHash(rt),
    policy: passwordPolicy(rt),
    breached: knownBreaches(rt),
    ...guessing(rt),
    ...{ model, clock, ids },
  };
  const counted = failures(rt, row);
  return signedInAction(
    rt,
    row,
    { body: takes(schema), model },
    async ({ input, custom, recent, event, ...signedIn }) => {
      const { caller, claims } = signedIn;
      const { current_password: currentPassword, ...changes } = input;
      const { renewal, cookies } = cookieRenewal(signedIn, event);
      const own = {
        ...rules,
        by: 'user',
        sessionId: claims.sessionId,
        assertFactor: factorGiven(rt, claims),
        currentPassword,
        sender: senderOf(event, clock),
        ...{ recent, renewal },
      } as const;
      const user = await counted(event, () =>
        updateMe(deps, { profile: caller, changes: { ...changes, custom }, own }),
      );
      return { statusCode: 200, body: publicUser(model, user), ...cookies() };
    },
  );
}
