import { type Concern, concernOf } from '../../contract/index.ts';
import { known } from '../errors';
import { type Planned, planOf } from '../functions/plan';
import type { Settings } from '../settings/settings';
import { Components, type Described } from './components';
import { operationOf } from './operations';
import { readRouteSchemas } from './route-schemas';
import { securitySchemes } from './security';

const TAGS: { readonly [Name in Concern]?: string } = {
  accounts: 'Users, and what they do about themselves.',
  login: 'Signing in with a password, and out.',
  sessions: 'Stored logins: refreshed, listed and ended.',
  passwords: 'Passwords that were forgotten.',
  verification: 'Addresses: verified, and changed.',
  'email-login': 'Signing in, and up, with a code that is mailed.',
  oauth: 'Signing in at providers, and the accounts there.',
  passkeys: 'Passkeys: signing in with them, and having them.',
  administration: 'Users as superusers see and change them.',
  documentation: 'This document, and a page that shows it.',
  keys: 'Public keys, for callers that verify access tokens.',
};

/** The OpenAPI document of a stack's own API: the routes that it has, with what they take and answer. */
export function openApiDocument(settings: Settings): Described {
  const schemas = readRouteSchemas();
  const components = new Components();
  const { server, basePath } = placeOf(settings);
  const making = { settings: { ...settings, basePath }, schemas, components };
  const planned = planOf(settings).filter(isDescribed);
  const paths: Record<string, Record<string, Described>> = {};
  for (const { path, method, says } of planned.map((each) => operationOf(making, each))) {
    paths[path] = { ...paths[path], [method]: says };
  }
  const concerns = new Set<string>(planned.map(({ action }) => concernOf(action)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Users API',
      version: schemas.version,
      description: 'Register, sign in, and administer users.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    tags: Object.entries(TAGS)
      .filter(([name]) => concerns.has(name))
      .map(([name, description]) => ({ name, description })),
    paths,
    components: { securitySchemes: securitySchemes(settings), ...components.all() },
  };
}

/** What browsers ask for by themselves is no part of it, as its path is not below that of the API, nor are pages for people. */
function isDescribed({ action: { route } }: Planned): boolean {
  return route !== undefined && !route.atRoot && !route.forPeople;
}

/**
 * What all paths are below, relative to the host that serves the document. The base path is a part of the paths, as
 * the list of users stands at the base path itself, and a server and a path can only be joined by a slash; one that
 * isn't known before the deployment can be no name of a path.
 */
function placeOf({ domain, basePath }: Pick<Settings, 'domain' | 'basePath'>) {
  if (known(basePath) === undefined) return { server: basePath, basePath: '' };
  const url = domain?.kind === 'at' ? known(domain.url) : undefined;
  const path = url === undefined ? basePath : new URL(url).pathname;
  return { server: path.slice(0, path.length - basePath.length) || '/', basePath };
}
