import type { AuthBackend } from '../../auth-backend';
import type { Planned } from '../functions/plan';
import type { Settings } from '../settings/settings';
import type { Described } from './components';

/** The ways to sign in, by the names of the backends; and how a browser refreshes a login by cookie. */
export function securitySchemes({ authBackends }: Pick<Settings, 'authBackends'>): Described {
  return Object.fromEntries(authBackends.flatMap(schemesOf));
}

function schemesOf(backend: AuthBackend): readonly (readonly [name: string, Described])[] {
  const { name, _transport: transport, _strategy: strategy } = backend;
  if (transport.kind === 'bearer') {
    const format = strategy.kind === 'jwt' ? { bearerFormat: 'JWT' } : {};
    const description = `The \`access_token\` of a login with the backend \`${name}\`.`;
    return [[name, { type: 'http', scheme: 'bearer', ...format, description }]];
  }
  const cookie = (named: string, description: string) => ({
    type: 'apiKey',
    in: 'cookie',
    name: named,
    description,
  });
  const own = cookie(
    transport.name,
    `The cookie that a login with the backend \`${name}\` sets. Browsers send it by themselves; a request that changes something has to come from an origin that is allowed.`,
  );
  const { refreshName } = transport;
  if (refreshName === undefined) return [[name, own]];
  const refresh = cookie(refreshName, `The refresh token of the backend \`${name}\`.`);
  return [
    [name, own],
    [refreshSchemeOf(name), refresh],
  ];
}

const refreshSchemeOf = (backend: string) => `${backend}-refresh`;

/** What a caller has to have: one of these, or nothing. */
export function securityOf(
  { action, backend }: Planned,
  { authBackends }: Pick<Settings, 'authBackends'>,
): readonly Described[] {
  const schemes = (names: readonly string[]) => names.map((name) => ({ [name]: [] }));
  if (action.caller !== 'anyone') {
    return schemes((backend ? [backend] : authBackends).map(({ name }) => name));
  }
  return isByRefreshCookie(action.onlyWith, backend) && backend
    ? schemes([refreshSchemeOf(backend.name)])
    : [];
}

/** A refresh takes its token from a cookie, if the backend has one, and from the body otherwise. */
export function isByRefreshCookie(
  onlyWith: Planned['action']['onlyWith'],
  backend: AuthBackend | undefined,
): boolean {
  return onlyWith === 'refresh' && backend?._transport.kind === 'cookie';
}
