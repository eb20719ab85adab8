import { enrolTotp as row } from '../../../lib/contract/factor-routes.ts';
import { currentPassword } from '../../actions/current-password.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { enrolments, sealing } from '../../composition/factors.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { factorStore } from '../../composition/stores/factor-store.ts';
import { enrolTotp } from '../../users/factors/enrol-totp.ts';

export async function make(rt: Runtime) {
  const { clock, randomness } = rt;
  const deps = {
    factors: factorStore(rt),
    sealing: sealing(rt),
    enrolments: enrolments(rt),
    ...{ clock, randomness },
  };
  const options = { freshProof: currentPassword(rt) };
  return signedInAction(rt, row, options, async ({ caller: profile }) => ({
    statusCode: 200,
    body: await enrolTotp(deps, { profile }),
  }));
}
