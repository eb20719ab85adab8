import * as z from 'zod/mini';
import { requestVerifyToken } from '../../../lib/contract/verification.ts';
import { publicAction } from '../../actions/public.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { requestStore } from '../../composition/stores.ts';
import { email } from '../../http/validation.ts';
import { requestToken } from '../../users/passwords/request-token.ts';

const schema = z.object({ email });

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const deps = { requests: requestStore(rt), clock, ids };
  return publicAction(rt, requestVerifyToken, { body: { schema } }, async ({ input }) => {
    await requestToken(deps, { kind: 'request-verify', email: input.email });
    return { statusCode: 202, body: null };
  });
}
