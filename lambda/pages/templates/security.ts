import type { Content, Context } from '../context.ts';
import { html } from '../parts/html.ts';
import type { Views } from '../view.ts';
import { linkedAccounts } from './security/linked-accounts.ts';
import { passkeys } from './security/passkeys.ts';
import { twoSteps } from './security/two-steps.ts';

export function security(context: Context, view: Views['security']): Content {
  const { say } = context;
  return {
    title: say.text('security.title'),
    lead: say.text('security.lead'),
    account: { current: 'security', email: view.user.email },
    body: html`${passkeys(context, view)}${twoSteps(context, view)}${linkedAccounts(context, view)}`,
  };
}
