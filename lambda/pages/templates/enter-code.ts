import type { Content, Context } from '../context.ts';
import { codeField } from '../parts/field.ts';
import { button, form, hidden, link } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import { onwards } from '../parts/urls.ts';
import type { Views } from '../view.ts';

export function enterCode(context: Context, { email }: Views['enter-code']): Content {
  const { frame, say } = context;
  const again =
    email === undefined
      ? link(onwards(frame, 'email-code'), say.text('enter-code.again'))
      : form(
          context,
          'request-login',
          html`${hidden('email', email)}${button(say.text('enter-code.again'), 'plain')}`,
        );
  return {
    title: say.text('enter-code.title'),
    lead:
      email === undefined
        ? say.text('enter-code.lead')
        : say.html('enter-code.lead-to', { email: html`<bdi>${email}</bdi>` }),
    body: html`<div data-fill-from-hash="code">${form(
      context,
      'confirm-login',
      html`${codeField(context, 'confirm-login', 8, {
        label: say.text('field.code'),
        first: true,
      })}${button(say.text('sign-in.submit'))}`,
    )}</div>`,
    after: html`${again}${link(onwards(frame, 'sign-in'), say.text('email-code.back'))}`,
  };
}
