import type { Action } from '../../lib/contract/action.ts';
import type { Runtime } from '../composition/runtime.ts';
import { trustedProxyOf } from '../composition/trusted-proxy.ts';
import type { ValidatedBody } from '../http/custom-fields.ts';
import type { ErrorPage } from '../http/error-page.ts';
import { type Call, identifiedIn, type Reply } from '../http/request.ts';
import { stack } from '../http/stack.ts';
import type { Body } from '../http/takes.ts';
import type { Identified } from '../users/identified.ts';
import type { UserModel } from '../users/model/user-model.ts';
import { countsOf } from './counts.ts';
import { formOf } from './form.ts';

interface PublicOptions<Input> {
  /** Left out for a route that takes no body. */
  readonly body?: Body<Input>;
  /** Given for a body that takes the custom fields of a new user as well. */
  readonly model?: UserModel;
  /** The backend whose credentials it hands out; its metrics are counted by backend. */
  readonly backend?: string;
  /** Given for a route that browsers navigate to. */
  readonly errorPage?: ErrorPage;
}

/** The handler of a route that anyone may call. */
export function publicAction<Input>(
  rt: Runtime,
  row: Action<'anyone'>,
  { body, model, backend, errorPage }: PublicOptions<Input>,
  run: (
    call: { readonly event: Call; readonly identified: Identified } & ValidatedBody<Input>,
  ) => Promise<Reply>,
) {
  const counts = countsOf(rt, row, backend);
  const options = { counts, errorPage, form: formOf(rt, row), proxy: trustedProxyOf(rt) };
  return stack(row.name, options, async (event) => {
    const identified = identifiedIn(event);
    if (body === undefined) {
      return run({ event, identified, input: undefined as Input });
    }
    const fields = body.fieldsIn(event);
    const change = model?.change(fields, 'user', 'new');
    return run({ event, identified, ...(await body.validate(fields, change)) });
  });
}
