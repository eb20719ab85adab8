import type { Content, Context } from '../context.ts';
import { field } from '../parts/field.ts';
import { button, buttonLink, form, link } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import { icon } from '../parts/icons.ts';
import { passkeyButton } from '../parts/passkey-button.ts';
import { divider, providerLinks } from '../parts/providers.ts';
import { onwards } from '../parts/urls.ts';
import type { Views } from '../view.ts';

export function signIn(context: Context, { providers, passkeys }: Views['sign-in']): Content {
  const { frame, say } = context;
  const others = [
    passkeys &&
      passkeyButton(context, {
        kind: 'get',
        text: say.text('sign-in.passkey'),
        options: 'passkey-login-options',
        action: 'passkey-login',
        done: frame.next ?? frame.home ?? frame.pages.account,
        conditional: true,
      }),
    buttonLink(
      onwards(frame, 'email-code'),
      html`${icon('mail')}<span>${say.text('sign-in.email-code')}</span>`,
    ),
    providerLinks(context, providers),
  ].filter(Boolean);
  const password = form(
    context,
    'login',
    html`${field(context, 'login', {
      name: 'username',
      type: 'email',
      autocomplete: passkeys ? 'username webauthn' : 'username',
      label: say.text('field.email'),
      first: true,
    })}${field(context, 'login', {
      name: 'password',
      type: 'password',
      autocomplete: 'current-password',
      label: say.text('field.password'),
      beside: link(onwards(frame, 'forgot-password'), say.text('sign-in.forgot')),
    })}${button(say.text('sign-in.submit'))}`,
  );
  const signUp = link(onwards(frame, 'sign-up'), say.text('sign-in.to-sign-up'));
  return {
    title: say.text('sign-in.title'),
    lead: say.text('sign-in.lead', { product: frame.brand.name }),
    body: html`${password}${
      others.length > 0 && html`<div class="others">${password && divider(context)}${others}</div>`
    }`,
    after: signUp && html`<p>${say.text('sign-in.no-account')} ${signUp}</p>`,
  };
}
