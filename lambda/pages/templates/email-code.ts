import type { Content, Context } from '../context.ts';
import { field } from '../parts/field.ts';
import { button, form, link } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import { onwards } from '../parts/urls.ts';

export function emailCode(context: Context): Content {
  const { frame, say } = context;
  return {
    title: say.text('email-code.title'),
    lead: say.text('email-code.lead'),
    body: form(
      context,
      'request-login',
      html`${field(context, 'request-login', {
        name: 'email',
        type: 'email',
        autocomplete: 'username',
        label: say.text('field.email'),
        first: true,
      })}${button(say.text('email-code.submit'))}`,
    ),
    after: link(onwards(frame, 'sign-in'), say.text('email-code.back')),
  };
}
