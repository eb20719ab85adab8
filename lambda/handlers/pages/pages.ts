import {
  LANGUAGES,
  type Language,
  OUTCOME_COOKIE,
  PAGES,
  type PageName,
} from '../../../lib/contract/page-forms.ts';
import {
  type HostedPagesSettings,
  PAGE_ASSETS,
  type PageAsset,
  pages as row,
} from '../../../lib/contract/pages.ts';
import { publishedAction } from '../../actions/published.ts';
import { pagesSettings, showDeps, versionOf } from '../../composition/hosted-pages.ts';
import { gzippedFile, plainFile } from '../../composition/pages.ts';
import type { Runtime } from '../../composition/runtime.ts';
import { acceptsGzip } from '../../http/encoding.ts';
import { nextOf } from '../../http/next.ts';
import { ownCookie } from '../../http/own-cookie.ts';
import { readQuery } from '../../http/query.ts';
import type { Call, Reply } from '../../http/request.ts';
import { asLanguage, languageFor } from '../../pages/languages.ts';
import { decodeOutcome, type Outcome } from '../../pages/outcome.ts';
import { renderPage } from '../../pages/render.ts';
import { show } from '../../pages/show.ts';
import type { Frame, View } from '../../pages/view.ts';

const HTML = 'text/html; charset=utf-8';
const LANGUAGE_COOKIE = '__Host-users-api-language';
const YEAR = 31_536_000;

/** Pages whose form can be sent several times with what one answer gave. */
const KEEPS_OUTCOME: readonly PageName[] = ['second-factor', 'authenticator-app'];

export async function make(rt: Runtime) {
  const settings = pagesSettings(rt);
  const deps = showDeps(rt);
  const names = new Map(settings.pages.map((name) => [PAGES[name] as string, name]));
  const { pathname: base } = new URL(settings.url);
  const headers = headersOf(settings);

  return publishedAction(row, async (event) => {
    const path = event.pathParameters?.page ?? '';
    if (Object.hasOwn(PAGE_ASSETS, path)) return assetOf(rt, event, path as PageAsset);
    if (path === 'brand.css') return brandOf(settings);
    const page = names.get(path);
    const query = readQuery(event);
    const chosen = asLanguage(query.lang);
    const frame = frameOf(event, query);
    const cookies = chosen ? [ownCookie(LANGUAGE_COOKIE, chosen, YEAR)] : [];
    if (page === undefined)
      return html(frame, { page: 'message', kind: 'not-found' }, 404, cookies);
    const outcome = outcomeFor(path, event) ?? refusalIn(page, query);
    const visitor = {
      cookies: event.cookies ?? [],
      userAgent: event.requestContext.http.userAgent,
    };
    const shown = await show(deps, { page, visitor, token: query.token, outcome }).catch(
      (cause: unknown) => ({ kind: 'failed', cause, cookies: [] }) as const,
    );
    if (shown.kind === 'failed') {
      event.logged = { ...event.logged, cause: String(shown.cause) };
      const { requestId } = event.requestContext;
      return html(frame, { page: 'message', kind: 'unavailable', requestId }, 503, [
        ...cookies,
        ...shown.cookies,
      ]);
    }
    if (shown.kind === 'before') {
      const next = new URLSearchParams({ next: `${base}/${path}` });
      const location = `${base}/${PAGES[shown.page]}?${next}`;
      return { statusCode: 303, headers: { location }, cookies: [...cookies, ...shown.cookies] };
    }
    const clearing =
      outcome && !KEEPS_OUTCOME.includes(page) ? [ownCookie(OUTCOME_COOKIE, '', 0)] : [];
    const own = outcome && { outcome: withoutAnswer(outcome) };
    return html({ ...frame, ...own }, shown.view, 200, [...cookies, ...shown.cookies, ...clearing]);
  });

  function html(frame: Frame, view: View, statusCode: number, cookies: readonly string[]): Reply {
    const content = renderPage(frame, view);
    return { statusCode, headers, file: { type: HTML, content }, cookies: [...cookies] };
  }

  function frameOf(event: Call, query: Readonly<Record<string, string>>): Frame {
    const next = nextOf(query.next, settings);
    const { name, logo } = settings.brand;
    const versioned = (asset: PageAsset) => `${base}/${asset}?v=${versionOf(rt, asset)}`;
    return {
      language: languageOf(event, query),
      languages: offered(settings),
      brand: { name, ...(logo !== undefined && { logo }) },
      assets: {
        styles: [
          versioned('style.css'),
          ...(Object.keys(settings.brand.style).length > 0 ? [`${base}/brand.css`] : []),
        ],
        script: versioned('script.js'),
      },
      pages: Object.fromEntries(settings.pages.map((page) => [page, `${base}/${PAGES[page]}`])),
      actions: Object.fromEntries(
        Object.keys({ ...settings.reads, ...settings.actions }).flatMap((action) => {
          const url = deps.urlOf(action);
          return url === undefined ? [] : [[action, url]];
        }),
      ),
      ...(next !== undefined && { next }),
      ...(settings.home !== undefined && { home: settings.home }),
    };
  }

  function languageOf(event: Call, query: Readonly<Record<string, string>>): Language {
    const all = offered(settings);
    const asked = [query.lang, cookieOf(event, LANGUAGE_COOKIE)].map(asLanguage);
    return (
      asked.find((language) => language && all.includes(language)) ??
      languageFor(event.headers['accept-language'], all) ??
      all[0] ??
      LANGUAGES[0]
    );
  }
}

function offered({ languages }: HostedPagesSettings): readonly Language[] {
  return languages.flatMap((language) => asLanguage(language) ?? []);
}

/**
 * Pages run their own script and call their own origin; their forms may lead to where visitors may go. A token in the URL of a page
 * is no other site's to see, and browsers would send no `Origin` with a form under a stricter policy (Fetch, 3.2).
 */
function headersOf({
  brand,
  origins,
  home,
}: HostedPagesSettings): Readonly<Record<string, string>> {
  const originOf = (url: string) => (URL.canParse(url) ? [new URL(url).origin] : []);
  const targets = [...new Set(["'self'", ...origins, ...originOf(home ?? '')])];
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src ${["'self'", 'data:', ...originOf(brand.logo ?? '')].join(' ')}`,
    "connect-src 'self'",
    `form-action ${targets.join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    vary: 'accept-language, cookie',
  };
}

function assetOf(rt: Runtime, event: Call, name: PageAsset): Reply {
  return {
    statusCode: 200,
    headers: { 'cache-control': `public, max-age=${YEAR}, immutable`, vary: 'accept-encoding' },
    file: {
      type: PAGE_ASSETS[name],
      ...(acceptsGzip(event)
        ? { encoding: 'gzip', content: gzippedFile(rt, name) }
        : { content: plainFile(rt, name) }),
    },
  };
}

/** Values of the custom properties, which the construct has checked: each is one value. */
function brandOf({ brand }: HostedPagesSettings): Reply {
  const declarations = Object.entries(brand.style).map(([name, value]) => `${name}: ${value};`);
  return {
    statusCode: 200,
    headers: { 'cache-control': 'public, max-age=300' },
    file: { type: PAGE_ASSETS['style.css'], content: `:root { ${declarations.join(' ')} }\n` },
  };
}

/** What a form has left for this page: another one neither shows it nor takes it away. */
function outcomeFor(path: string, event: Call): Outcome | undefined {
  const value = cookieOf(event, OUTCOME_COOKIE);
  const outcome = value ? decodeOutcome(value) : undefined;
  return outcome?.page === path ? outcome : undefined;
}

/** Of a browser that comes back from a provider: only the code, whose text the page has. */
function refusalIn(
  page: PageName,
  { error }: Readonly<Record<string, string>>,
): Outcome | undefined {
  if (page !== 'sign-in' || error === undefined || !/^[A-Z_]{1,64}$/.test(error)) return undefined;
  const refused = { kind: 'refused', action: 'oauth-callback', code: error } as const;
  return { ...refused, page: PAGES[page], problems: [], typed: {}, answer: {} };
}

function cookieOf({ cookies = [] }: Call, name: string): string | undefined {
  return cookies.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** What the frame shows of an outcome; the answer is for the page. */
function withoutAnswer(outcome: Outcome): NonNullable<Frame['outcome']> {
  if (outcome.kind === 'done') return { kind: 'done', action: outcome.action };
  const { answer: _, page: __, ...shown } = outcome;
  return shown;
}
