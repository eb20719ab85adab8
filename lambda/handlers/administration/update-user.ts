import * as z from 'zod/mini';
import { requireCurrentPassword } from '../../../lib/contract/accounts.ts';
import { updateUser as row } from '../../../lib/contract/administration.ts';
import { confirmsEmailChange } from '../../../lib/contract/verification.ts';
import { knownBreaches } from '../../actions/breached-passwords.ts';
import { factorGiven, prove } from '../../actions/fresh-proof.ts';
import { cookieRenewal } from '../../actions/renewal.ts';
import { superuserAction } from '../../actions/signed-in.ts';
import { freshProof } from '../../composition/fresh-proof.ts';
import { guessing } from '../../composition/limits.ts';
import { userModel } from '../../composition/model.ts';
import { passwordHash, passwordPolicy } from '../../composition/passwords.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { userStore } from '../../composition/stores/user-store.ts';
import { senderOf } from '../../http/authentication.ts';
import { takes } from '../../http/takes.ts';
import { userChanges } from '../../http/user-input.ts';
import { password } from '../../http/validation.ts';
import { updateMe } from '../../users/accounts/update-me.ts';
import { updateUser } from '../../users/administration/update-user.ts';
import { publicUser } from '../../users/model/user-model.ts';

export const schema = z.extend(userChanges, { current_password: z.optional(password) });

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
  const proving = freshProof(rt);
  return superuserAction(
    rt,
    row,
    { body: takes(schema), model },
    async ({ input, custom, target: profile, themselves, recent, actor, event, ...signedIn }) => {
      const { current_password: currentPassword, ...base } = input;
      const changes = { ...base, custom };
      const { claims } = signedIn;
      const { sessionId } = claims;
      const assertFactor = factorGiven(rt, claims);
      const { renewal, cookies } = cookieRenewal(signedIn, event);
      const given = { currentPassword, recent, sender: senderOf(event, clock), assertFactor };
      const own = { ...rules, ...given, by: 'superuser', sessionId, renewal } as const;
      const user = themselves
        ? await updateMe(deps, { profile, changes, own })
        : await updateUser(deps, {
            ...{ profile, changes, actor },
            assertProved: () =>
              prove(rt, row, proving, { ...signedIn, recent, event, currentPassword }),
          });
      return { statusCode: 200, body: publicUser(model, user), ...cookies() };
    },
  );
}
