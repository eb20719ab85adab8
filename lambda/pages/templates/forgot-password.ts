import type { Content, Context } from '../context.ts';
import { field } from '../parts/field.ts';
import { button, form, link } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import { onwards } from '../parts/urls.ts';

export function forgotPassword(context: Context): Content {
  const { frame, say } = context;
  return {
    title: say.text('forgot-password.title'),
    lead: say.text('forgot-password.lead'),
    body: form(
      context,
      'forgot-password',
      html`${field(context, 'forgot-password', {
        name: 'email',
        type: 'email',
        autocomplete: 'username',
        label: say.text('field.email'),
        first: true,
      })}${button(say.text('forgot-password.submit'))}`,
    ),
    after: link(onwards(frame, 'sign-in'), say.text('forgot-password.back')),
  };
}
