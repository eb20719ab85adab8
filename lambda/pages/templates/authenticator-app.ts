import type { Content, Context } from '../context.ts';
import { section } from '../parts/account.ts';
import { codeField } from '../parts/field.ts';
import { button, form, hidden, link } from '../parts/form.ts';
import { type Html, html } from '../parts/html.ts';
import { qrCode } from '../parts/qr.ts';
import { safeUrl } from '../parts/urls.ts';
import type { Views } from '../view.ts';

export function authenticatorApp(
  context: Context,
  { secret, uri }: Views['authenticator-app'],
): Content {
  const { frame, say } = context;
  return {
    title: say.text('authenticator-app.title'),
    lead: say.text('authenticator-app.lead'),
    account: { current: 'security' },
    body: html`${
      secret === undefined || uri === undefined ? start(context) : steps(context, secret, uri)
    }<p class="back">${link(frame.pages.security, say.text('authenticator-app.back'))}</p>`,
  };
}

function start(context: Context): Html {
  const { say } = context;
  return section(
    {
      id: 'start',
      title: say.text('authenticator-app.start'),
      lead: say.text('authenticator-app.gone'),
    },
    form(context, 'enrol-totp', button(say.text('security.app-add'))),
  );
}

function steps(context: Context, secret: string, uri: string): Html {
  const { say } = context;
  const groups = secret.match(/.{1,4}/g) ?? [];
  const scan = html`<div class="scan">${qrCode(uri, say.text('authenticator-app.qr'))}
    <div class="scan-text"><p>${say.text('authenticator-app.type')}</p>
    <p class="secret-text" dir="ltr" translate="no">${groups.map((group) => html`<span>${group}</span> `)}</p>
    <p><a href="${safeUrl(uri, ['otpauth:'])}">${say.text('authenticator-app.open')}</a></p></div></div>`;
  const confirm = form(
    context,
    'confirm-totp',
    html`${hidden('secret', secret)}${hidden('uri', uri)}${codeField(context, 'confirm-totp', 6, { label: say.text('field.app-code') })}${button(
      say.text('authenticator-app.submit'),
    )}`,
  );
  return html`${section(
    {
      id: 'scan',
      title: say.text('authenticator-app.scan'),
      lead: say.text('authenticator-app.scan-lead'),
    },
    scan,
  )}${section(
    {
      id: 'confirm',
      title: say.text('authenticator-app.confirm'),
      lead: say.text('authenticator-app.confirm-lead'),
    },
    confirm,
  )}`;
}
