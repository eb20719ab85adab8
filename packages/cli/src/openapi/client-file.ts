/** The file that the command `client` writes: a client of one stack, by `cdk-users-api/client`. */
import type { OpenApiDocument } from './documents.ts';
import { keyOf, textOf, typesOf } from './typescript.ts';

/** How such a file begins: one that doesn't is somebody's own. */
export const MADE = '// Made by `cdk-users-api client`';

/** @returns TypeScript */
export function clientFile(document: OpenApiDocument): string {
  const backends = backendsOf(document);
  const [first] = backends;
  if (first === undefined) throw new Error('the document has no backend to sign in at');
  // A browser keeps a cookie from scripts.
  const usual = backends.find(({ kind }) => kind === 'cookie') ?? first;
  const { url, layout } = placeOf(document);
  const kinds = new Set(backends.map(({ kind }) => kind));
  const options = { bearer: 'type BearerOptions', cookie: 'type CookieOptions' };
  const imports = [
    'type Backend',
    'type BackendName',
    ...[...kinds].flatMap((kind) => [options[kind], kind]),
    'type ClientOf',
    'createUsersClient',
    ...(layout ? ['fastApiUsers'] : []),
    'type UserOf',
    'type UsersClientOptions',
  ];
  return `${MADE} of the stack's OpenAPI document. Run it again when the stack has changed.
import {
${imports.map((name) => `  ${name},\n`).join('')}} from 'cdk-users-api/client';

/** A user, with the fields of the user model. */
export type User = UserOf<paths>;

/** How users of this stack sign in. */
export const backends = {
${backends.map((backend) => `  ${entryOf(backend)}\n`).join('')}};

export interface ClientOptions
  extends Omit<UsersClientOptions<BackendName<paths>>, 'url' | 'backend' | 'layout'> {
  /** @default ${textOf(url)}, on the page's own origin */
  readonly url?: string;
  /** @default ${callOf(usual)} */
  readonly backend?: Backend<BackendName<paths>>;
}

/**
 * A client with the calls, the fields and the codes of this stack.
 *
 * @template HookCode codes that the stack's hooks refuse with
 */
export function createClient<HookCode extends string = never>({
  url = ${textOf(url)},
  backend = ${callOf(usual)},
  ...options
}: ClientOptions = {}): ClientOf<paths, HookCode> {
  return createUsersClient<paths, HookCode>({ ...options, url, backend${layout ? `, layout: ${layout}` : ''} });
}

${typesOf(document)}`;
}

interface Backend {
  readonly name: string;
  readonly kind: 'bearer' | 'cookie';
  readonly refreshes: boolean;
}

/** Those that one can sign in at: the cookie of a refresh token is a scheme as well, and no backend. */
function backendsOf({ paths, components }: OpenApiDocument): readonly Backend[] {
  const ways = Object.keys(paths);
  const has = (action: string, name: string) =>
    ways.some((way) => way.endsWith(`/${action}/${name}`) || way.endsWith(`/${name}/${action}`));
  return Object.entries(components.securitySchemes ?? {})
    .filter(([name]) => has('login', name))
    .map(([name, { type }]) => ({
      name,
      kind: type === 'apiKey' ? 'cookie' : 'bearer',
      refreshes: has('refresh', name),
    }));
}

function entryOf({ name, kind, refreshes }: Backend): string {
  const [type, own] =
    kind === 'bearer'
      ? [`Omit<BearerOptions, 'name'>`, '']
      : [`Omit<CookieOptions, 'name' | 'refresh'>`, `, refresh: ${refreshes}`];
  const quoted = textOf(name);
  return `${keyOf(name)}: (options: ${type} = {}) => ${kind}({ ...options, name: ${quoted}${own} }),`;
}

const callOf = ({ name }: Backend) =>
  keyOf(name) === name ? `backends.${name}()` : `backends[${textOf(name)}]()`;

/** Where the routes are: what all have in common, and the layout below that. */
function placeOf({ paths, servers }: OpenApiDocument): { url: string; layout?: string } {
  const prefixOf = (end: string) =>
    Object.keys(paths)
      .find((way) => way.endsWith(end))
      ?.slice(0, -end.length) ?? '';
  const server = servers?.[0]?.url;
  const before = typeof server === 'string' ? server.replace(/\/+$/, '') : '';
  const [auth, users] = [prefixOf('/register'), prefixOf('/me')];
  if (auth === users) return { url: `${before}${auth}` };
  const [ofAuth, ofUsers] = [auth.split('/'), users.split('/')];
  const same = ofAuth.findIndex((part, index) => part !== ofUsers[index]);
  const common = ofAuth.slice(0, same).join('/');
  const below = (prefix: string) => textOf(prefix.slice(common.length));
  return {
    url: `${before}${common}`,
    layout: `fastApiUsers({ auth: ${below(auth)}, users: ${below(users)} })`,
  };
}
