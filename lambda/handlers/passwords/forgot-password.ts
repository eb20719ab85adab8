import * as z from 'zod/mini';
import { forgotPassword as row } from '../../../lib/contract/passwords.ts';
import { publicAction } from '../../actions/public.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { requestStore } from '../../composition/stores/request-store.ts';
import { takes } from '../../http/takes.ts';
import { email } from '../../http/validation.ts';
import { forgotPassword } from '../../users/passwords/forgot-password.ts';

export const schema = z.object({ email });

export async function make(rt: Runtime) {
  const { clock, ids } = rt;
  const deps = { requests: requestStore(rt), clock, ids };
  return publicAction(rt, row, { body: takes(schema) }, async ({ input }) => {
    await forgotPassword(deps, input);
    return { statusCode: 202, body: null };
  });
}
