/** Where the routes stand below the URL of the API. */

/** From a path of the standard layout, such as `/login/jwt`, to that of another one. */
export type Layout = (path: string) => string;

/**
 * The paths of FastAPI Users, for a stack with `RouteLayout.fastApiUsers()`; with the same prefixes.
 *
 * @example
 * createUsersClient({ url: 'https://api.example.com', layout: fastApiUsers() });
 */
export function fastApiUsers({ auth = '/auth', users = '/users' } = {}): Layout {
  return (path) =>
    path.startsWith('/me')
      ? users + path
      : auth + path.replace(/^\/oauth|^(\/(?!associate\/)[\w-]+)(\/[^/]+)/, '$2$1');
}
