import type { AuthBackend } from '../../auth-backend';
import { PAGE_FILES } from '../../contract/documentation.ts';
import { type Feature, textsWith } from '../../contract/features.ts';
import type { Routed } from '../../contract/refused.ts';
import type { ResponseHeader, Success } from '../../contract/success.ts';
import type { Planned } from '../functions/plan';
import type { Described } from './components';
import { withCustomFields } from './custom-fields';
import { type Header, headersOf } from './headers';
import type { Making } from './making';
import { schemaNamed } from './route-schemas';

const HEADERS: { readonly [Name in ResponseHeader]: Header } = {
  link: 'Link',
  'content-disposition': 'Content-Disposition',
};

/** The successful responses of a route, by status. */
export function successOf(
  making: Making,
  planned: Planned,
  { route }: Routed,
  has: (feature: Feature) => boolean,
): Described {
  const { gives } = route;
  const backends = planned.backend ? [planned.backend] : making.settings.authBackends;
  const headers: readonly Header[] = [
    ...(gives.headers ?? []).map((name) => HEADERS[name]),
    ...(gives.cookie && backends.some(hasCookies) ? (['Set-Cookie'] as const) : []),
  ];
  const said = textsWith([gives.note ?? []].flat(), has).join('; ');
  const note = said === '' ? undefined : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
  const response = (own: readonly Header[], schema?: Described, description = note): Described => ({
    description: description ?? (schema ? 'It is done.' : 'It is done; there is no body.'),
    headers: headersOf(making.components, [...headers, ...own]),
    ...(schema && { content: { 'application/json': { schema } } }),
  });
  switch (gives.kind) {
    case 'body': {
      const held = heldBy(making, gives.holds);
      const schema = gives.list ? { type: 'array', items: held } : held;
      return { [gives.status]: response([], schema), ...onErrorPage(making, planned) };
    }
    case 'null':
      return { [gives.status]: response([], { type: 'null' }) };
    case 'page':
      return { [gives.status]: pageOf(making, note) };
    case 'empty':
      return { [gives.status]: response([]) };
    case 'redirect':
      return {
        200: response(
          ['Set-Cookie'],
          heldBy(making, gives.holds),
          'Where to send the browser, whose cookie has the attempt.',
        ),
        303: response(
          ['Location', 'Set-Cookie'],
          undefined,
          'To the provider, for a browser that navigates (`Accept: text/html`).',
        ),
      };
    case 'credential':
      return { ...onErrorPage(making, planned), ...credentialOf(making, planned, response) };
  }
}

/** A page runs what answers are forbidden to. */
function pageOf({ components }: Making, description: string | undefined): Described {
  const types = Object.values(PAGE_FILES).map((type) => type.replace(/;.*/, ''));
  return {
    description,
    headers: {
      ...headersOf(components),
      'Content-Security-Policy': {
        description: 'The page loads and runs only what is of its own origin.',
        schema: { type: 'string' },
      },
      'Content-Encoding': {
        description: 'Only for callers that take it.',
        schema: { type: 'string', const: 'gzip' },
      },
      Vary: {
        description: 'The request header that the encoding follows.',
        required: true,
        schema: { type: 'string' },
      },
    },
    content: Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }])),
  };
}

function credentialOf(
  making: Making,
  { backend, client, action }: Planned,
  response: (own: readonly Header[], schema?: Described, description?: string) => Described,
): Described {
  if (backend === undefined) throw new Error(`${action.name} has no backend to issue for`);
  const own: readonly Header[] = client ? ['Set-Cookie'] : [];
  if (client?.successUrl !== undefined) {
    const refused = client.errorUrl === undefined ? '' : '; refused, a browser goes to `errorUrl`';
    const said = `Signed in, to \`successUrl\`${refused}.`;
    return { 303: response(['Location', 'Set-Cookie'], undefined, said) };
  }
  if (hasCookies(backend)) return { 204: response(['Set-Cookie']) };
  const { _strategy: strategy } = backend;
  const refreshes = strategy.kind === 'jwt' && strategy.refresh !== undefined;
  return { 200: response(own, heldBy(making, refreshes ? 'RefreshableToken' : 'AccessToken')) };
}

/** A browser that a provider sent back is shown a page for what went wrong. */
function onErrorPage({ components }: Making, { client }: Planned): Described {
  if (client?.errorUrl === undefined) return {};
  const description = 'Refused, to `errorUrl`, for a browser that navigates.';
  return { 303: { description, headers: headersOf(components, ['Location', 'Set-Cookie']) } };
}

/** What a body holds, by its name. */
function heldBy(making: Making, name: Held): Described {
  const { components, schemas, settings } = making;
  return components.refer('schemas', name, () => {
    const schema = schemaNamed(schemas.answers, name);
    if (name === 'User') return withCustomFields(components, schema, settings.userModel, 'shown');
    if (!Object.hasOwn(schema.properties, 'user')) return schema;
    return { ...schema, properties: { ...schema.properties, user: heldBy(making, 'User') } };
  });
}

type Held =
  | Extract<Success, { readonly holds: string }>['holds']
  | 'AccessToken'
  | 'RefreshableToken';

function hasCookies({ _transport }: AuthBackend): boolean {
  return _transport.kind === 'cookie';
}
