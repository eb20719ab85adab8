import type { MiddlewareObj } from '@middy/core';
import type { Action } from '../../lib/contract/action.ts';
import { formPages } from '../../lib/contract/page-forms.ts';
import { isSameOrigin } from '../auth/same-origin.ts';
import type { Runtime } from '../composition/runtime.ts';
import type { Call, HttpResult } from '../http/request.ts';

type FormMiddleware = MiddlewareObj<Call, HttpResult>;

/**
 * What answers the forms of pages for an action; `undefined` where no page has one. It is loaded when the first request comes, as most
 * APIs have no pages.
 */
export function formOf(rt: Runtime, { name, form, route }: Action): FormMiddleware | undefined {
  const pages = form && rt.get(formPages);
  if (form === undefined || pages === undefined) return undefined;
  const { body = [], either = [] } = route ?? {};
  const fields = [...body, ...either.flatMap((alternative) => alternative.fields)];
  const load = async () => {
    const { formAnswers } = await import('../http/form-answers.ts');
    const isOurs = (event: Call) => isSameOrigin(event, pages.origins);
    return formAnswers({ action: name, form, fields, pages, isOurs });
  };
  const loaded = () => rt.once('form-answers', load);
  return {
    before: async (request) => (await loaded()).before?.(request),
    after: async (request) => (await loaded()).after?.(request),
    onError: async (request) => (await loaded()).onError?.(request),
  };
}
