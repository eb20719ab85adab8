/** Where the API is, and where its routes stand below its base path. */
import type { Route } from './action.ts';
import { derivedJson, derivedText } from './setting.ts';

/**
 * How routes are laid out below the base path. The paths of rows are those of the standard layout; every
 * other one is a function from them.
 */
export type RouteLayoutSettings = StandardLayout | FastApiUsersLayout;

export interface StandardLayout {
  readonly kind: 'standard';
}

/** Paths of FastAPI Users 15, as its documentation puts its routers together. */
export interface FastApiUsersLayout {
  readonly kind: 'fastapi-users';
  /** What the routes to sign up and in are below; starts with a slash, or is empty. */
  readonly auth: string;
  /** What the routes of users are below. */
  readonly users: string;
}

/** Base URL of the API as clients see it, without a slash at its end. */
export const apiUrl = derivedText('apiUrl');

export const routeLayout = derivedJson<RouteLayoutSettings>()('routeLayout');

const LAYOUTS: {
  readonly [Kind in RouteLayoutSettings['kind']]: (
    path: string,
    layout: Extract<RouteLayoutSettings, { readonly kind: Kind }>,
  ) => string;
} = {
  standard: (path) => path,
  'fastapi-users': fastApiUsers,
};

/** Path of a row's route below the base path, `{backend}` and the like included. */
export function pathIn(layout: RouteLayoutSettings, { path }: Pick<Route, 'path'>): string {
  return LAYOUTS[layout.kind](path, layout as never);
}

/** Path of a row's route on the host of its API. */
export function pathOnHost(
  basePath: string,
  layout: RouteLayoutSettings,
  route: Pick<Route, 'path' | 'atRoot'>,
): string {
  return route.atRoot ? route.path : `${basePath}${pathIn(layout, route)}`;
}

/** Paths of users themselves: the list, `/me`, `/{id}` and what is below those. */
const OF_USERS = /^(?:\/(?:me|\{id\})(?:\/.*)?)?$/;

/** RFC 8615: below the base path whatever the layout, as verifiers look there for the keys of an issuer. */
const WELL_KNOWN = /^\/\.well-known\//;

/**
 * The peer names the backend, or the client, before what is done with it. Where it has no such route, ours
 * stands as its own do.
 *
 * @see https://fastapi-users.github.io/fastapi-users/latest/configuration/full-example/
 * @see https://fastapi-users.github.io/fastapi-users/latest/configuration/oauth/
 */
function fastApiUsers(path: string, { auth, users }: FastApiUsersLayout): string {
  if (WELL_KNOWN.test(path)) return path;
  if (OF_USERS.test(path)) return `${users}${path}`;
  const below = path
    .replace(/^\/([\w-]+)\/\{backend\}/, '/{backend}/$1')
    .replace(/^\/oauth\/\{client\}/, '/{client}');
  return `${auth}${below}`;
}
