import { Token } from 'aws-cdk-lib';
import type { AuthBackend } from '../../auth-backend';
import { LANGUAGES } from '../../contract/page-forms.ts';
import { Found, UsersApiError } from '../errors';
import { checkKnownList } from './lists';
import { firstRepeated } from './repeated';
import { checkUrl } from './urls';

/** As it was given, with what it is by default. */
export interface GivenPages {
  readonly brand: PagesBrandSettings;
  readonly languages: readonly string[];
  readonly home?: string;
  readonly backend?: string;
}

export interface PagesBrandSettings {
  readonly name: string;
  readonly logo?: string;
  readonly style: Readonly<Record<string, string>>;
}

/** The pages of an API, with the backend that they sign in at. */
export interface PagesSettings extends Omit<GivenPages, 'backend'> {
  readonly backend: AuthBackend;
}

interface Options {
  readonly brand: {
    readonly name: string;
    readonly logoUrl?: string;
    readonly style?: { readonly [property: string]: string };
  };
  readonly languages?: readonly string[];
  readonly home?: string;
  readonly backend?: string;
}

const MAX_NAME = 64;

/** What a declaration of CSS can hold, so that a value is never more than one. */
const STYLE_NAME = /^--users-[a-z][a-z-]*$/;
const STYLE_VALUE = /^[^;{}<>\\]{1,200}$/;

/** Refuses what could not be shown. */
export function givenPages({ brand, languages = LANGUAGES, home, backend }: Options): GivenPages {
  checkName(brand?.name);
  checkLanguages(languages);
  checkHome(home);
  checkUrl('HostedPages.brand.logoUrl', brand.logoUrl, {
    fix: 'give the URL of an image',
    query: true,
  });
  return {
    brand: {
      name: brand.name,
      style: checkedStyle(brand.style ?? {}),
      ...(brand.logoUrl !== undefined && { logo: brand.logoUrl }),
    },
    languages,
    ...(home !== undefined && { home }),
    ...(backend !== undefined && { backend }),
  };
}

/** The pages with their backend, which has to be one of those that the API has. */
export function pagesOf(
  given: GivenPages | undefined,
  authBackends: readonly AuthBackend[],
): PagesSettings | undefined {
  if (given === undefined) return undefined;
  const { backend: name, ...pages } = given;
  const withCookies = authBackends.filter(({ _transport }) => _transport.kind === 'cookie');
  const backend = withCookies.find((each) => name === undefined || each.name === name);
  if (backend !== undefined) return { ...pages, backend };
  throw new UsersApiError(name === undefined ? 'pages' : 'HostedPages.backend', {
    got: name ?? new Found('pages without a backend that a browser carries in a cookie'),
    expected: 'one of the authBackends, with a cookie',
    fix: 'add AuthBackend.cookie() to authBackends, or name one that is there',
  });
}

function checkName(name: string | undefined): void {
  if (Token.isUnresolved(name)) return;
  const isShown = typeof name === 'string' && /^\P{Cc}+$/u.test(name) && name.trim() === name;
  if (isShown && name.length <= MAX_NAME) return;
  throw new UsersApiError('HostedPages.brand.name', {
    got: name,
    expected: `1 to ${MAX_NAME} characters, without white space around them`,
    fix: 'give the name of your product, as in "Example"',
  });
}

function checkLanguages(languages: readonly string[]): void {
  checkKnownList('HostedPages.languages', languages, `some of ${LANGUAGES.join(', ')}`);
  const known: readonly string[] = LANGUAGES;
  const unknown = languages.find((language) => !known.includes(language));
  const repeated = firstRepeated(languages);
  if (languages.length > 0 && unknown === undefined && repeated === undefined) return;
  const twice = repeated === undefined ? 'an empty list' : `${JSON.stringify(repeated)} twice`;
  throw new UsersApiError('HostedPages.languages', {
    got: unknown ?? new Found(twice),
    expected: `each at most once, of ${LANGUAGES.join(', ')}`,
    fix: 'list those that there are texts of, the one for everybody else first',
  });
}

/** The origin of a URL is checked where the visitor is sent on: it has to be allowed there. */
function checkHome(home: string | undefined): void {
  if (home === undefined || Token.isUnresolved(home)) return;
  if (home.startsWith('/')) {
    const base = 'https://a.invalid';
    if (URL.canParse(home, base) && new URL(home, base).origin === base) return;
  } else if (URL.canParse(home)) {
    checkUrl('HostedPages.home', home, { fix: 'give the page as browsers show it', query: true });
    return;
  }
  throw new UsersApiError('HostedPages.home', {
    got: home,
    expected: 'a path such as "/app", or a URL of one of the allowedOrigins',
    fix: 'begin it with one slash, or with https://',
  });
}

function checkedStyle(style: { readonly [property: string]: string }) {
  for (const [name, value] of Object.entries(style)) {
    if (STYLE_NAME.test(name) && STYLE_VALUE.test(value)) continue;
    throw new UsersApiError('HostedPages.brand.style', {
      got: `${name}: ${value}`,
      expected:
        'a custom property that begins with --users-, and one value without ; { } < > and \\',
      fix: "give values such as { '--users-accent': '#0b57d0' }",
    });
  }
  return style;
}
