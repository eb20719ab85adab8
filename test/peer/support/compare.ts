/** How the answers of both servers to one request differ, in the words of the page about moving. */
import { type Answer, ASKED } from './exchange.ts';

/** A row of the page, without its reason. */
export interface Difference {
  readonly request: string;
  readonly theirs: string;
  readonly ours: string;
}

interface Pair {
  readonly kind: string;
  /** Name that is in the addresses of the case. */
  readonly name: string;
  readonly theirs: Answer;
  readonly ours: Answer;
}

/** What one aspect of an answer looks like; `undefined` where the answer has no such aspect. */
interface Aspect {
  /** Of an aspect that many routes share: its row is about it and not about the request. */
  readonly of?: string;
  readonly look: (answer: Answer, pair: Pair) => string | undefined;
}

const GENERIC = /^(unauthorized|forbidden|not.found|method not allowed)$/i;

/** Headers of one connection, or of a server. */
const OF_SERVERS =
  /^(date|server|connection|keep-alive|content-length|transfer-encoding|vary|apigw-requestid)$/;

const ASPECTS: readonly Aspect[] = [
  { look: (answer) => codeOf(answer) },
  { look: (answer) => detailOf(answer)?.code },
  { of: 'the text of 401, 403 and 404', look: generic },
  { of: 'the reason of a refused password', look: (answer) => detailOf(answer)?.reason },
  { look: problems },
  { of: 'the fields of a problem of a 422', look: fieldsOfProblems },
  {
    of: 'the text of a problem of a 422',
    look: (answer) => (isList(detailOf(answer)) ? 'in words of its own' : undefined),
  },
  { of: 'the fields of a user', look: ({ body }) => (isUser(body) ? keys(body) : undefined) },
  { look: stored },
  { of: 'the fields of a login by bearer', look: ({ body }) => body?.access_token && keys(body) },
  { of: '`aud` of an access token', look: ({ body }) => body?.aud && JSON.stringify(body.aud) },
  { of: 'the name of the cookie', look: (answer) => cookie(answer)?.name },
  { look: (answer) => cookie(answer)?.attributes },
  {
    of: '`WWW-Authenticate` of a 401',
    look: ({ status, headers }) =>
      status === 401 ? (headers.get('www-authenticate') ?? 'none') : undefined,
  },
  {
    of: 'headers that another origin may read',
    look: ({ headers }) =>
      headers.has('access-control-allow-origin')
        ? (headers.get('access-control-expose-headers') ?? 'none')
        : undefined,
  },
  { look: ({ headers }) => headers.get('access-control-allow-origin') ?? 'no other origin' },
  { of: 'headers of every answer of a function', look: ({ headers }) => ownHeaders(headers) },
];

export function differencesOf(pair: Pair): readonly Difference[] {
  const { kind, theirs, ours } = pair;
  if (theirs.status !== ours.status || isPreflight(theirs)) {
    const [one, other] = [summary(theirs), summary(ours)];
    return one === other ? [] : [{ request: kind, theirs: one, ours: other }];
  }
  return ASPECTS.flatMap(({ of = kind, look }) => {
    const [one, other] = [look(theirs, pair), look(ours, pair)];
    // Words are each server's own.
    const areWords = of.startsWith('the text of a problem') || of.startsWith('the reason');
    if (one === other || (areWords && one !== undefined && other !== undefined)) return [];
    return [{ request: of, theirs: one ?? 'none', ours: other ?? 'none' }];
  });
}

/** Status, and the code of a refusal. */
function summary(answer: Answer): string {
  const { status, headers, body } = answer;
  if (isPreflight(answer)) {
    return `${status}, ${headers.has('access-control-allow-origin') ? allows(headers) : 'refused'}`;
  }
  const { detail } = Object(body);
  const code = typeof detail === 'string' ? detail : detail?.code;
  return [status, code].filter((part) => part !== undefined).join(' ');
}

function isPreflight({ headers }: Answer): boolean {
  return headers.has(ASKED);
}

function allows(headers: Headers): string {
  const allowed = new Set((headers.get('access-control-allow-headers') ?? '').split(/,\s*/));
  const asked = (headers.get(ASKED) ?? '').split(',').filter(Boolean);
  return asked.every((name) => allowed.has(name)) ? 'allowed' : 'refused';
}

// biome-ignore lint/suspicious/noExplicitAny: of either server, and of any case.
const detailOf = ({ body }: Answer): any => Object(body).detail;

function codeOf(answer: Answer): string | undefined {
  const detail: unknown = detailOf(answer);
  return typeof detail === 'string' && !GENERIC.test(detail) ? detail : undefined;
}

const isList = (detail: unknown): detail is readonly Record<string, unknown>[] =>
  Array.isArray(detail);
const isUser = (body: unknown): body is Record<string, unknown> =>
  Object(body).is_active !== undefined;
const keys = (object: object) => Object.keys(object).toSorted().join(', ');

function generic({ status, body }: Answer): string | undefined {
  const { detail, message } = Object(body);
  if (message !== undefined) return `${status} {"message": "${message}"}`;
  return typeof detail === 'string' && GENERIC.test(detail) ? `${status} ${detail}` : undefined;
}

function problems({ body }: Answer): string | undefined {
  const detail: unknown = Object(body).detail;
  if (!isList(detail)) return undefined;
  return detail
    .map(
      ({ loc, type }) =>
        `${(loc as string[]).filter((part) => part !== 'body').join('.') || 'body'} ${type}`,
    )
    .join('; ');
}

function fieldsOfProblems({ body }: Answer): string | undefined {
  const detail: unknown = Object(body).detail;
  if (!isList(detail)) return undefined;
  return [...new Set(detail.flatMap((problem) => Object.keys(problem)))].toSorted().join(', ');
}

/** What a user is after the request. */
function stored({ body }: Answer, { name }: Pair): string | undefined {
  if (!isUser(body)) return undefined;
  const { email, is_active, is_superuser, is_verified } = body;
  const flags = Object.entries({ is_active, is_superuser, is_verified });
  const set = flags.filter(([, value]) => value).map(([flag]) => flag);
  return `${String(email).replaceAll(name, 'u')} ${set.join(' ')}`.trim();
}

function cookie({ headers }: Answer): { name: string; attributes: string } | undefined {
  const [set] = headers.getSetCookie();
  if (set === undefined) return undefined;
  const [pair = '', ...attributes] = set.split(/;\s*/);
  return {
    name: pair.split('=')[0] ?? '',
    attributes: attributes
      .map((each) => each.toLowerCase())
      .toSorted()
      .join('; '),
  };
}

function ownHeaders(headers: Headers): string {
  const own = [...headers.keys()].filter((name) => !OF_SERVERS.test(name));
  const others = /^(access-control-|content-type|set-cookie|www-authenticate|link|retry-after)/;
  return [...new Set(own.filter((name) => !others.test(name)))].join(', ') || 'none';
}
