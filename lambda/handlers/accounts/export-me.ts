import { exportMe as row } from '../../../lib/contract/accounts.ts';
import { signedInAction } from '../../actions/signed-in.ts';
import { userModel } from '../../composition/model.ts';
import { personalDataStore } from '../../composition/personal-data.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { exportMe } from '../../users/accounts/export-me.ts';

const headers = { 'content-disposition': 'attachment; filename="users-api-export.json"' };

export async function make(rt: Runtime) {
  const { clock } = rt;
  const deps = { personalData: personalDataStore(rt), model: await userModel(rt, row), clock };
  return signedInAction(rt, row, {}, async ({ caller: profile }) => ({
    statusCode: 200,
    headers,
    body: await exportMe(deps, { profile }),
  }));
}
