import type { Content, Context } from '../context.ts';
import { codeField, field } from '../parts/field.ts';
import { button, form, link } from '../parts/form.ts';
import { type Child, html } from '../parts/html.ts';
import { passkeyButton } from '../parts/passkey-button.ts';
import { accountName } from '../parts/proof.ts';
import { divider } from '../parts/providers.ts';
import type { Views } from '../view.ts';

type View = Views['reauthenticate'];

export function reauthenticate(context: Context, { user, methods }: View): Content {
  const { frame, say } = context;
  const submit = button(say.text('reauthenticate.submit'));
  const ways: Readonly<Record<View['methods'][number], (isFirst: boolean) => Child>> = {
    password: (first) =>
      form(context, 'reauthenticate', [
        accountName(user.email),
        field(context, 'reauthenticate', {
          name: 'password',
          type: 'password',
          autocomplete: 'current-password',
          label: say.text('field.password'),
          first,
        }),
        submit,
      ]),
    code: (first) =>
      form(context, 'reauthenticate', [
        codeField(context, 'reauthenticate', 6, { label: say.text('field.app-code'), first }),
        submit,
      ]),
    passkey: (first) =>
      passkeyButton(context, {
        kind: 'get',
        text: say.text('reauthenticate.passkey'),
        options: 'passkey-login-options',
        action: 'reauthenticate',
        done: frame.next ?? frame.home ?? frame.pages.account,
        look: first ? 'primary' : 'secondary',
      }),
  };
  const forms = methods
    .map((method, index) => ways[method](index === 0))
    .filter(Boolean)
    .map((way, index) => html`${index > 0 && divider(context)}${way}`);
  return {
    title: say.text('reauthenticate.title'),
    lead: say.html('reauthenticate.lead', { email: html`<bdi class="strong">${user.email}</bdi>` }),
    body: html`<div class="stack">${forms}</div>`,
    after: link(frame.pages.account, say.text('reauthenticate.back')),
  };
}
