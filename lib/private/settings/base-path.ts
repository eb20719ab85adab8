import { Token } from 'aws-cdk-lib';
import { UsersApiError } from '../errors';

/** Empty for the root, else without a slash at the end: put in front of an action's path. */
export function checkBasePath(basePath: string): string {
  return checkPrefix('basePath', basePath);
}

/** A prefix of routes, which the setting is about; empty for the root. */
export function checkPrefix(setting: string, prefix: string): string {
  if (Token.isUnresolved(prefix)) {
    if (prefix.startsWith('/')) return prefix;
    throw new UsersApiError(setting, {
      got: prefix,
      expected: 'a path with a slash in front',
      fix: 'write the slash, as in `/${parameter.valueAsString}`',
    });
  }
  const path = prefix;
  if (path === '/') return '';
  // Segments of RFC 3986's unreserved characters; "." and ".." would be resolved by every client.
  if (/^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/.test(path)) return path;
  throw new UsersApiError(setting, {
    got: path,
    expected: 'a path such as "/users" or "/api/users", or "/" for none',
    fix: 'start it with a slash, end it without one, and use letters, digits, "-", ".", "_" and "~"',
  });
}
