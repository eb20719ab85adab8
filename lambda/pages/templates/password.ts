import type { Content, Context } from '../context.ts';
import { section } from '../parts/account.ts';
import { button, form } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import { newPassword } from '../parts/new-password.ts';
import { proofField } from '../parts/proof.ts';
import type { Views } from '../view.ts';

export function password(context: Context, { user, password: policy }: Views['password']): Content {
  const { say } = context;
  const { email } = user;
  const asked = form(
    context,
    'update-me',
    html`${proofField(context, 'update-me', { password: true }, { email })}${newPassword(
      context,
      'update-me',
      policy.minimum,
    )}${button(say.text('password.submit'))}`,
  );
  return {
    title: say.text('password.title'),
    lead: say.text('password.lead'),
    account: { current: 'password', email },
    body: section({ id: 'change', title: say.text('password.change') }, asked),
  };
}
