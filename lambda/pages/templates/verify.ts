import type { Content, Context } from '../context.ts';
import { field } from '../parts/field.ts';
import { button, form } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import { tokenForm } from '../parts/token-form.ts';
import type { Views } from '../view.ts';

/** A button, as scanners of mails follow links. */
export function verify(context: Context, { token }: Views['verify']): Content {
  const { say } = context;
  const again = form(
    context,
    'request-verify-token',
    html`${field(context, 'request-verify-token', {
      name: 'email',
      type: 'email',
      autocomplete: 'username',
      label: say.text('field.email'),
    })}${button(say.text('verify.again'), 'secondary')}`,
  );
  return {
    title: say.text('verify.title'),
    body: html`${tokenForm(context, 'verify', token, {
      lead: say.text('verify.lead'),
      body: button(say.text('verify.submit')),
      without: undefined,
    })}${again && html`<details class="more"${token === undefined && html` data-open-without-hash`}><summary>${say.text('verify.other')}</summary>${again}</details>`}`,
  };
}
