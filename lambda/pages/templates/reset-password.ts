import type { Content, Context } from '../context.ts';
import { button, buttonLink } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import { newPassword } from '../parts/new-password.ts';
import { tokenForm } from '../parts/token-form.ts';
import { onwards } from '../parts/urls.ts';
import type { Views } from '../view.ts';

export function resetPassword(
  context: Context,
  { token, password }: Views['reset-password'],
): Content {
  const { frame, say } = context;
  return {
    title: say.text('reset-password.title'),
    body: tokenForm(context, 'reset-password', token, {
      lead: say.text('reset-password.lead'),
      body: html`${newPassword(context, 'reset-password', password.minimum)}${button(
        say.text('reset-password.submit'),
      )}`,
      without: buttonLink(
        onwards(frame, 'forgot-password'),
        say.text('forgot-password.again'),
        'primary',
      ),
    }),
  };
}
