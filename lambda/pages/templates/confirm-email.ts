import type { Content, Context } from '../context.ts';
import { button } from '../parts/form.ts';
import { tokenForm } from '../parts/token-form.ts';
import type { Views } from '../view.ts';

export function confirmEmail(context: Context, { token }: Views['confirm-email']): Content {
  const { say } = context;
  return {
    title: say.text('confirm-email.title'),
    body: tokenForm(context, 'confirm-email-change', token, {
      lead: say.text('confirm-email.lead'),
      body: button(say.text('confirm-email.submit')),
      without: undefined,
    }),
  };
}
