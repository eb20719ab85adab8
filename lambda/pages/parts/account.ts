import type { Context } from '../context.ts';
import type { TextKey } from '../texts.ts';
import type { PageName } from '../view.ts';
import { button, form } from './form.ts';
import { attributes, type Child, type Html, html } from './html.ts';
import { safeUrl } from './urls.ts';

const PAGES: readonly (readonly [page: PageName, text: TextKey])[] = [
  ['account', 'account.title'],
  ['password', 'password.title'],
  ['security', 'security.title'],
  ['sessions', 'sessions.title'],
];

/** Who is signed in, and the way out. */
export function accountBar(context: Context, email: string | undefined): Html {
  const leave = form(context, 'logout', button(context.say.text('account.sign-out'), 'plain'));
  return html`<div class="who">${email !== undefined && html`<bdi>${email}</bdi>`}${leave}</div>`;
}

export function accountNavigation({ frame, say }: Context, current: PageName): Html {
  const items = PAGES.flatMap(([page, text]) => {
    const path = frame.pages[page];
    if (path === undefined) return [];
    const isCurrent = attributes({ 'aria-current': page === current && 'page' });
    return [html`<li><a href="${safeUrl(path)}"${isCurrent}>${say.text(text)}</a></li>`];
  });
  return html`<nav class="side" aria-label="${say.text('account.navigation')}"><ul>${items}</ul></nav>`;
}

/** A part of an account page, with what it is for. */
export function section(
  { id, title, lead }: { readonly id: string; readonly title: string; readonly lead?: Child },
  body: Child,
): Html {
  return html`<section class="panel" aria-labelledby="${id}">
    <div class="panel-head"><h2 id="${id}">${title}</h2>${lead && html`<p>${lead}</p>`}</div>
    ${body}
  </section>`;
}

/** One of a list of things: what it is, when it was used, and what can be done with it. */
export function row(thing: {
  readonly icon?: Child;
  readonly title: Child;
  readonly details: readonly Child[];
  readonly badge?: string | undefined;
  readonly actions?: Child;
}): Html {
  const details = thing.details.filter(Boolean);
  return html`<li class="row">${thing.icon}
    <div class="row-text"><p class="row-title">${thing.title}${
      thing.badge !== undefined && html` <span class="badge">${thing.badge}</span>`
    }</p>${details.length > 0 && html`<p class="row-details">${details.map((detail) => html`<span>${detail}</span>`)}</p>`}</div>
    ${thing.actions}
  </li>`;
}

export const rows = (items: readonly Html[]): Html => html`<ul class="rows">${items}</ul>`;

/** A step that is taken only after a second look: it opens without a script. */
export function ask(
  {
    text,
    name,
    look = 'secondary',
    open = false,
  }: {
    readonly text: string;
    /** Of what it is about, for people who hear a list of such buttons. */
    readonly name?: string | undefined;
    readonly look?: 'secondary' | 'danger';
    /** What was asked here was refused. */
    readonly open?: boolean;
  },
  body: Child,
): Html {
  return html`<details class="ask"${attributes({ open })}><summary class="button small ${look}">${text}${
    name !== undefined && html`<span class="unseen"> ${name}</span>`
  }</summary><div class="ask-body">${body}</div></details>`;
}
