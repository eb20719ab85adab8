import type { Content, Context } from '../context.ts';
import { codeField, field } from '../parts/field.ts';
import { button, buttonLink, form, hidden as hiddenField, link } from '../parts/form.ts';
import { attributes, type Child, type Html, html } from '../parts/html.ts';
import { passkeyButton } from '../parts/passkey-button.ts';
import { onwards } from '../parts/urls.ts';
import type { Views } from '../view.ts';

type View = Views['second-factor'];
type Method = View['methods'][number];

/** A login at a provider comes with the token behind the `#`, where it says the methods, too. */
const EVERY: readonly Method[] = ['totp', 'passkey', 'recovery_code'];

export function secondFactor(context: Context, view: View): Content {
  const { frame, say } = context;
  const { token, methods } = view;
  const offered = methods.length > 0 ? methods : EVERY;
  const ways: Readonly<Record<Method, () => Child>> = {
    totp: () =>
      factorForm(context, view, [
        codeField(context, 'mfa-login', 6, {
          label: say.text('field.app-code'),
          hint: say.text('second-factor.hint'),
          first: true,
        }),
        button(say.text('second-factor.submit')),
      ]),
    passkey: () =>
      passkeyButton(context, {
        kind: 'get',
        text: say.text('second-factor.passkey'),
        options: 'passkey-login-options',
        action: 'mfa-login',
        done: frame.next ?? frame.home ?? frame.pages.account,
        look: offered.includes('totp') ? 'secondary' : 'primary',
      }),
    recovery_code: () => recovery(context, view, offered.length === 1),
  };
  const forms = EVERY.filter((method) => offered.includes(method)).map(
    (method) => html`<div data-method="${method}">${ways[method]()}</div>`,
  );
  const isThere = token !== undefined;
  return {
    title: say.text('second-factor.title'),
    lead: isThere && say.text('second-factor.lead'),
    body: html`<div class="stack"${attributes(
      isThere ? {} : { 'data-with-hash': 'mfa_token', hidden: true },
    )}>${forms}</div>
    ${!isThere && expired(context)}`,
    after: isThere && link(onwards(frame, 'sign-in'), say.text('second-factor.back')),
  };
}

function factorForm(
  context: Context,
  { token, methods }: Pick<View, 'token' | 'methods'>,
  body: Child,
): Html | undefined {
  const hidden = html`<input type="hidden" name="mfa_token"${attributes({
    value: token,
    'data-from-hash': token === undefined && 'mfa_token',
  })}>`;
  return form(
    context,
    'mfa-login',
    html`${hidden}${methods.length > 0 && hiddenField('methods', methods.join(','))}${body}`,
  );
}

function recovery(context: Context, view: View, isOnly: boolean): Html {
  const { say } = context;
  const asked = factorForm(context, view, [
    field(context, 'mfa-login', {
      name: 'recovery_code',
      label: say.text('field.recovery_code'),
      hint: say.text('second-factor.recovery-hint'),
      autocomplete: 'off',
      more: { class: 'code', spellcheck: 'false', autocapitalize: 'none', dir: 'ltr' },
    }),
    button(say.text('second-factor.submit'), isOnly ? 'primary' : 'secondary'),
  ]);
  if (isOnly) return html`${asked}`;
  return html`<details class="more"><summary>${say.text('second-factor.recovery')}</summary>${asked}</details>`;
}

function expired(context: Context): Html {
  const { frame, say } = context;
  return html`<div class="stack" data-without-hash="mfa_token"><p class="lead">${say.text('second-factor.expired')}</p>
    ${buttonLink(onwards(frame, 'sign-in'), say.text('sign-in.again'), 'primary')}</div>`;
}
