import type { MiddlewareObj } from '@middy/core';
import {
  FORM_FIELDS,
  type FormPagesSettings,
  OUTCOME_COOKIE,
  OUTCOME_LIFETIME,
  PAGE_BEFORE,
  PAGES,
  type PageForm,
  type PageName,
} from '../../lib/contract/page-forms.ts';
import { encodeOutcome, type FieldProblem, type UnplacedOutcome } from '../pages/outcome.ts';
import { VALIDATION_ERROR } from '../users/errors.ts';
import { isNavigation, sentOn } from './navigation.ts';
import { nextOf } from './next.ts';
import { ownCookie } from './own-cookie.ts';
import { type FormFields, sentForm } from './page-form.ts';
import type { Call, HttpResult } from './request.ts';

/** An action that pages have forms for. */
export interface FormAction {
  readonly action: string;
  readonly form: PageForm;
  /** Fields of its own, which may be secret; all others are those of a user model. */
  readonly fields: readonly string[];
  readonly pages: FormPagesSettings;
  /** Whether a request comes from the pages, or from an origin that is allowed. */
  isOurs(event: Call): boolean;
}

/** Of an action's own fields those that are shown again after a refusal. */
const SHOWN_AGAIN: readonly string[] = ['username', 'email', 'name'];

/**
 * Answers a form of a page by sending the browser on to a page (RFC 9110, 15.4.4), which is told by a cookie of the host what came of
 * it. Any other request gets the answer as it is.
 */
export function formAnswers(row: FormAction): MiddlewareObj<Call, HttpResult> {
  const answer = (request: { event: Call; response?: HttpResult | null }) => {
    const { event, response } = request;
    if (event.form === undefined || !response) return;
    if (Number(response.statusCode) >= 500) event.failed = true;
    request.response = answered(response, row, event.form.typed);
  };
  return {
    before: ({ event }) => {
      // What another site sends is no form of a page: it gets the answer of any other request, and leaves nothing in the browser.
      if (isNavigation(event) && row.isOurs(event)) event.form = sentForm(event);
    },
    after: answer,
    onError: answer,
  };
}

function answered(response: HttpResult, row: FormAction, fields: FormFields): HttpResult {
  const { location, outcome } = placeOf(response, row, fields);
  const page = pageAt(location, row.pages);
  // Where no page shows it, what an earlier form left is gone, too.
  const told =
    page === undefined
      ? ownCookie(OUTCOME_COOKIE, '', 0)
      : ownCookie(OUTCOME_COOKIE, encodeOutcome({ ...outcome, page }), OUTCOME_LIFETIME);
  const { cookies = [], ...others } = sentOn(response, location);
  return { ...others, cookies: [...cookies, told] };
}

function placeOf(
  { statusCode = 500, body, headers = {} }: HttpResult,
  { action, form, fields: own, pages }: FormAction,
  fields: FormFields,
): { readonly location: string; readonly outcome: UnplacedOutcome } {
  const { pathname } = new URL(pages.url);
  const next = nextOf(fields[FORM_FIELDS.next], pages);
  const pageUrl = (page: PageName, then = next) =>
    `${pathname}/${PAGES[page]}${then === undefined ? '' : `?${new URLSearchParams({ next: then })}`}`;
  const page = pageIn(fields) ?? form.page;
  const answer: unknown = body ? JSON.parse(body) : undefined;
  if (Number(statusCode) < 400) {
    const outcome = { kind: 'done', action, ...(form.showsAnswer && { answer }) } as const;
    switch (form.done) {
      case 'next':
        return { location: next ?? pages.home ?? pageUrl('account'), outcome };
      case 'same':
        return { location: pageUrl(page), outcome };
      default:
        return { location: pageUrl(form.done), outcome };
    }
  }
  const { code, reason, problems, going } = refusalIn(answer);
  const shown = Object.entries(fields).filter(
    ([name]) =>
      (SHOWN_AGAIN.includes(name) || !own.includes(name)) &&
      !form.keeps?.includes(name) &&
      !(Object.values(FORM_FIELDS) as readonly string[]).includes(name),
  );
  const kept = (form.keeps ?? []).flatMap((name) => {
    const value = fields[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const retryAfter = Number(headers['retry-after']);
  const outcome: UnplacedOutcome = {
    ...{ kind: 'refused', action, code, problems },
    ...(reason !== undefined && { reason }),
    ...(retryAfter > 0 && { retryAfter }),
    typed: Object.fromEntries(shown),
    answer: { ...Object.fromEntries(kept), ...going },
  };
  if (code === 'LOGIN_MFA_REQUIRED') return { location: pageUrl('second-factor'), outcome };
  const before = PAGE_BEFORE[code];
  return { location: before ? pageUrl(before, pageUrl(page)) : pageUrl(page), outcome };
}

/** The page that is at a place, where there is one. */
function pageAt(location: string, { url }: Pick<FormPagesSettings, 'url'>): string | undefined {
  const pages = new URL(`${url}/`);
  const { origin, pathname } = new URL(location, pages);
  const isPage = origin === pages.origin && pathname.startsWith(pages.pathname);
  return isPage ? pathname.slice(pages.pathname.length) : undefined;
}

function pageIn(fields: FormFields): PageName | undefined {
  const name = fields[FORM_FIELDS.page] ?? '';
  return Object.hasOwn(PAGES, name) ? (name as PageName) : undefined;
}

/** The parts of an error body. */
function refusalIn(body: unknown): {
  readonly code: string;
  readonly reason?: string;
  readonly problems: readonly FieldProblem[];
  /** What the login goes on with. */
  readonly going?: Readonly<Record<string, unknown>>;
} {
  const { detail } = Object(body) as { readonly detail?: unknown };
  if (typeof detail === 'string') return { code: detail, problems: [] };
  if (!Array.isArray(detail)) {
    const { code, reason, ...going } = Object(detail) as { code: string; reason?: string };
    return { code, problems: [], going, ...(reason !== undefined && { reason }) };
  }
  const problems = detail.map(({ loc, msg, type }) => ({
    field: `${loc.slice(1).join('.')}`,
    type: `${type}`,
    message: `${msg}`,
  }));
  return { code: VALIDATION_ERROR, problems };
}
