import { FORM_FIELDS } from '../../../lib/contract/page-forms.ts';
import type { Context } from '../context.ts';
import { type Child, type Html, html } from './html.ts';
import { filled, safeUrl } from './urls.ts';

/** A form that is posted to an action; nothing where the API has no such action. */
export function form(
  { frame, page }: Context,
  action: string,
  body: Child,
  of: Readonly<Record<string, string>> = {},
): Html | undefined {
  const url = frame.actions[action];
  if (url === undefined) return undefined;
  return html`<form method="post" action="${safeUrl(filled(url, of))}" class="form">
    ${hidden(FORM_FIELDS.page, page)}${frame.next !== undefined && hidden(FORM_FIELDS.next, frame.next)}
    ${body}
  </form>`;
}

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;

type Look = 'primary' | 'secondary' | 'danger' | 'plain' | 'secondary small';

export const button = (text: Child, look: Look = 'primary'): Html =>
  html`<button class="button ${look}">${text}</button>`;

export const link = (url: string | undefined, text: Child): Html | undefined =>
  url === undefined ? undefined : html`<a href="${safeUrl(url)}">${text}</a>`;

/** A link that looks like a button. */
export const buttonLink = (url: string | undefined, text: Child, look: Look = 'secondary') =>
  url === undefined
    ? undefined
    : html`<a class="button ${look}" href="${safeUrl(url)}">${text}</a>`;
