import type { OwnApi, Visitor } from './own-api.ts';

/** What pages read of the visitor, by the names of actions. */
export type Reads = Readonly<Record<string, string>>;

/** What was read of a visitor, with what the browser gets on the way: a login that went on. */
export type SignedInVisitor =
  | {
      readonly kind: 'read';
      /** Answers by the names of actions; those that there are not, or that were refused, are absent. */
      readonly read: Readonly<Record<string, unknown>>;
      /** Codes by the names of the actions that were refused to a user who may see the page. */
      readonly denied: Readonly<Record<string, string>>;
      readonly cookies: readonly string[];
    }
  /** After a refresh the browser has to get the new login, whatever came then. */
  | { readonly kind: 'failed'; readonly cause: unknown; readonly cookies: readonly string[] }
  | { readonly kind: 'refused'; readonly code: string; readonly cookies: readonly string[] };

interface Deps {
  readonly api: OwnApi;
  /** Paths below the base path. */
  readonly reads: Reads;
}

/**
 * Reads what a page shows of its visitor, all at once. A login whose access token has expired goes on by its refresh token.
 *
 * @throws for an API that doesn't answer, or fails
 */
export async function signedInVisitor(
  deps: Deps,
  visitor: Visitor,
  names: readonly string[],
): Promise<SignedInVisitor> {
  // Nobody has signed in without a cookie: nothing need be asked.
  if (visitor.cookies.length === 0) return { kind: 'refused', code: 'UNAUTHORIZED', cookies: [] };
  const first = await readAll(deps, visitor, names);
  const { refresh } = deps.reads;
  const isExpired = first.kind === 'refused' && first.code === 'UNAUTHORIZED';
  if (!isExpired || refresh === undefined) {
    return { ...first, cookies: [] };
  }
  const renewed = await deps.api.call('POST', refresh, visitor);
  if (renewed.status >= 500) throw new Error(`the API answered ${renewed.status} for refresh`);
  if (renewed.status >= 400) return { ...first, cookies: [] };
  const { cookies } = renewed;
  return readAll(deps, withCookies(visitor, cookies), names).then(
    (read) => ({ ...read, cookies }),
    (cause: unknown) => ({ kind: 'failed', cause, cookies }),
  );
}

type Read =
  | {
      readonly kind: 'read';
      readonly read: Readonly<Record<string, unknown>>;
      readonly denied: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'refused'; readonly code: string };

async function readAll(
  { api, reads }: Deps,
  visitor: Visitor,
  names: readonly string[],
): Promise<Read> {
  const there = names.flatMap((name) => {
    const path = reads[name];
    return path === undefined ? [] : [{ name, path }];
  });
  const answers = await Promise.all(
    there.map(async ({ name, path }) => ({ name, ...(await api.call('GET', path, visitor)) })),
  );
  const other = answers.find(({ status }) => ![200, 401, 403].includes(status));
  if (other) throw new Error(`the API answered ${other.status} for ${other.name}`);
  // What is refused of the rest, such as before a second factor is enrolled, leaves the page.
  const refusal = answers.find(
    ({ name, status }) => status === 401 || (status !== 200 && name === 'get-me'),
  );
  if (refusal) return { kind: 'refused', code: codeIn(refusal.body) };
  const granted = answers.filter(({ status }) => status === 200);
  const denied = answers.filter(({ status }) => status !== 200);
  return {
    kind: 'read',
    read: Object.fromEntries(granted.map(({ name, body }) => [name, body])),
    denied: Object.fromEntries(denied.map(({ name, body }) => [name, codeIn(body)])),
  };
}

function codeIn(body: unknown): string {
  const { detail } = Object(body) as { readonly detail?: unknown };
  const { code = detail } = Object(detail) as { readonly code?: unknown };
  return String(code);
}

/** Cookies as the browser would send them once it has these. */
function withCookies(visitor: Visitor, set: readonly string[]): Visitor {
  const nameOf = (pair: string) => pair.split('=', 1)[0];
  const pairs = set.map((each) => each.split(';', 1)[0] ?? '');
  const replaced = new Set(pairs.map(nameOf));
  const others = visitor.cookies.filter((pair) => !replaced.has(nameOf(pair)));
  return { ...visitor, cookies: [...others, ...pairs] };
}
