/** Builders of rows, one for each kind of caller: what every row of a kind has is said here. */
import {
  type Action,
  allowedOrigins,
  backends,
  type Caller,
  may,
  type Route,
  requireVerification,
  type TableAccess,
  tableName,
  userModel,
} from './action.ts';
import { LOOKUP_READS, SESSION_ATTRIBUTES, SESSION_USE_ATTRIBUTES } from './attributes.ts';
import type { Setting } from './setting.ts';

/** What a row says beside its name, its route and its summary. */
type Columns<Left extends keyof Action = never> = Omit<
  Action,
  'name' | 'summary' | 'caller' | 'route' | 'settings' | 'table' | Left
> &
  Partial<Pick<Action, 'settings' | 'table'>>;

interface Head<Who extends Caller> {
  readonly caller: Who;
  readonly name: string;
  readonly route?: Route;
  readonly summary: string;
}

/** The sign-in state of a caller, in one read, and the note that a session was used. */
const SIGN_IN_STATE: readonly TableAccess[] = [
  may('BatchGetItem', 'profile', { attributes: LOOKUP_READS }),
  may('BatchGetItem', 'session', { attributes: SESSION_ATTRIBUTES, onlyWith: 'sessions' }),
  may('BatchGetItem', 'revocation', { attributes: LOOKUP_READS, onlyWith: 'revocations' }),
  may('UpdateItem', 'session', { attributes: SESSION_USE_ATTRIBUTES, onlyWith: 'sessionTokens' }),
];

/** A route that needs no credential. */
export const anyone = (
  name: string,
  route: Route,
  summary: string,
  columns: Columns<'verified'> = {},
): Action<'anyone'> => row({ caller: 'anyone', name, route, summary }, columns);

/** A route of each backend for anyone who has one of its credentials; its write checks the rest. */
export const credentialHolder = (
  name: string,
  route: Route,
  summary: string,
  columns: Columns<'verified' | 'perBackend'> = {},
): Action<'credential'> =>
  row({ caller: 'credential', name, route, summary }, { ...columns, perBackend: true });

/** A route for users who are signed in. */
export const signedIn = (
  name: string,
  route: Route,
  summary: string,
  columns: Columns = {},
): Action<'user'> => authenticated({ caller: 'user', name, route, summary }, columns);

/** A route for superusers; `{id}` in its path is the user that it is about. */
export const superuser = (
  name: string,
  route: Route,
  summary: string,
  columns: Columns<'verified'> = {},
): Action<'superuser'> =>
  authenticated({ caller: 'superuser', name, route, summary }, { ...columns, verified: true });

/** A function without a route. */
export const unrouted = <Who extends 'operator' | 'stream' | 'rotation'>(
  caller: Who,
  name: string,
  summary: string,
  columns: Columns<'verified'> = {},
): Action<Who> => row({ caller, name, summary }, columns);

/** A function that API Gateway asks about the callers of other routes. */
export const gateway = (
  name: string,
  summary: string,
  columns: Columns<'verified'> = {},
): Action<'gateway'> => authenticated({ caller: 'gateway', name, summary }, columns);

function authenticated<Who extends Caller>(head: Head<Who>, columns: Columns): Action<Who> {
  const { settings = [], table = [] } = columns;
  return row(head, {
    ...columns,
    settings: [backends, ...settings],
    table: [...SIGN_IN_STATE, ...table],
  });
}

function row<Who extends Caller>(head: Head<Who>, columns: Columns): Action<Who> {
  const { table = [], settings = [], perBackend, verified, model, originChecked } = columns;
  const { caller, route } = head;
  // A browser sends a backend's cookies with every request, whichever site caused it.
  const carriesCookies = perBackend || caller === 'user' || caller === 'superuser';
  const changes = route !== undefined && route.method !== 'GET';
  const implied: readonly Setting[] = [
    ...(table.length > 0 ? [tableName] : []),
    ...(perBackend && route !== undefined ? [backends] : []),
    ...((changes && carriesCookies) || originChecked ? [allowedOrigins] : []),
    ...(verified ? [requireVerification] : []),
    ...(model ? [userModel] : []),
  ];
  return { ...columns, ...head, table, settings: [...implied, ...settings] };
}
