import type { Context } from '../context.ts';
import { idOf } from './field.ts';
import { form, hidden } from './form.ts';
import { type Child, type Html, html } from './html.ts';

/**
 * A form for the token of a mailed link. Where that stands behind the `#` of the address, which no server sees, the script
 * puts it in; without a script it can be typed.
 *
 * @param given what it is for, its fields, and what to do about a link that has no token
 */
export function tokenForm(
  context: Context,
  action: string,
  token: string | undefined,
  { lead, body, without }: { readonly lead: string; readonly body: Child; readonly without: Child },
): Html | undefined {
  const whole = html`<p class="lead">${lead}</p>${body}`;
  if (token !== undefined) return form(context, action, html`${hidden('token', token)}${whole}`);
  const id = idOf(action, 'token');
  const { say } = context;
  const given = html`<input type="hidden" name="token" data-from-hash="token">
    <noscript><div class="field"><div class="label"><label for="${id}">${say.text('token.label')}</label></div>
    <p class="hint" id="${id}-hint">${say.text('token.hint')}</p>
    <input id="${id}" name="token" required aria-describedby="${id}-hint" dir="ltr" autocomplete="off"></div></noscript>`;
  const asked = form(context, action, html`${given}${whole}`);
  if (asked === undefined) return undefined;
  return html`<div data-with-hash="token">${asked}</div><div class="stack" data-without-hash="token" hidden><p class="lead">${say.text('token.missing')}</p>${without}</div>`;
}
