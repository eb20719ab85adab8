import type { Content, Context } from '../context.ts';
import { customFields } from '../parts/custom-fields.ts';
import { field } from '../parts/field.ts';
import { button, form, link } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import { newPassword } from '../parts/new-password.ts';
import { divider, providerLinks } from '../parts/providers.ts';
import { onwards } from '../parts/urls.ts';
import type { Views } from '../view.ts';

export function signUp(
  context: Context,
  { providers, fields, password }: Views['sign-up'],
): Content {
  const { frame, say } = context;
  const byProvider = providerLinks(context, providers);
  const asked = form(
    context,
    'register',
    html`${field(context, 'register', {
      name: 'email',
      type: 'email',
      autocomplete: 'username',
      label: say.text('field.email'),
      first: true,
    })}${newPassword(context, 'register', password.minimum)}
    ${customFields(context, 'register', fields)}
    ${button(say.text('sign-up.submit'))}`,
  );
  const signIn = link(onwards(frame, 'sign-in'), say.text('sign-in.title'));
  return {
    title: say.text('sign-up.title'),
    lead: say.text('sign-up.lead', { product: frame.brand.name }),
    body: html`${asked}${
      byProvider && html`<div class="others">${asked && divider(context)}${byProvider}</div>`
    }`,
    after: signIn && html`<p>${say.text('sign-up.has-account')} ${signIn}</p>`,
  };
}
