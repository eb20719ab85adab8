import { getMyMfa as row } from '../../../lib/contract/factor-routes.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { publicFactors } from '../../users/factors/public-factors.ts';

export async function make(rt: Runtime) {
  return signedInAction(rt, row, {}, async ({ caller: profile }) => ({
    statusCode: 200,
    body: publicFactors(profile),
  }));
}
