/** Builders of rows, one for each kind of caller: what every row of a kind has is said here. */
import {
  type Action,
  allowedOrigins,
  backends,
  type Caller,
  type FreshProof,
  may,
  type Route,
  requireVerification,
  type TableAccess,
  tableName,
  userModel,
} from './action.ts';
import { LOOKUP_READS, SESSION_ATTRIBUTES, SESSION_USE_ATTRIBUTES } from './attributes.ts';
import { trustedProxy } from './client-address.ts';
import { secondFactors } from './factors.ts';
import { only, type Text } from './features.ts';
import { asking } from './fresh-proof.ts';
import { countsFailures } from './limits.ts';
import { formPages } from './page-forms.ts';
import type { Setting } from './setting.ts';

/** What a row says beside its name, its route and its summary. */
type Columns<Left extends keyof Action = never> = Omit<
  Action,
  'name' | 'summary' | 'caller' | 'route' | 'settings' | 'table' | 'freshProof' | Left
> &
  Partial<Pick<Action, 'settings' | 'table'>>;

/** What a row of users or of superusers has to say, too. */
type Asking<Fresh extends FreshProof> = { readonly freshProof: Fresh };

interface Head<Who extends Caller, Fresh extends FreshProof = 'never'> {
  readonly caller: Who;
  readonly freshProof: Fresh;
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

const NEVER = { freshProof: 'never' } as const;

/** A route that needs no credential. */
export const anyone = (
  name: string,
  route: Route,
  summary: string,
  columns: Columns<'verified' | 'secondFactor'> = {},
): Action<'anyone', 'never'> => row({ caller: 'anyone', ...NEVER, name, route, summary }, columns);

/** A route of each backend for anyone who has one of its credentials; its write checks the rest. */
export const credentialHolder = (
  name: string,
  route: Route,
  summary: string,
  columns: Columns<'verified' | 'perBackend' | 'secondFactor'> = {},
): Action<'credential', 'never'> =>
  row({ caller: 'credential', ...NEVER, name, route, summary }, { ...columns, perBackend: true });

/** A route for users who are signed in. */
export const signedIn = <Fresh extends FreshProof>(
  name: string,
  route: Route,
  summary: string,
  { freshProof, ...columns }: Columns & Asking<Fresh>,
): Action<'user', Fresh> =>
  authenticated({ caller: 'user', freshProof, name, route, summary }, columns);

/** A route for superusers; `{id}` in its path is the user that it is about. */
export const superuser = <Fresh extends FreshProof>(
  name: string,
  route: Route,
  summary: string,
  { freshProof, ...columns }: Columns<'verified'> & Asking<Fresh>,
): Action<'superuser', Fresh> =>
  authenticated(
    { caller: 'superuser', freshProof, name, route, summary },
    { ...columns, verified: 'where-required' },
  );

/** A function without a route. */
export const unrouted = <Who extends 'operator' | 'stream' | 'rotation' | 'deployment'>(
  caller: Who,
  name: string,
  summary: string,
  columns: Columns<'verified' | 'secondFactor'> = {},
): Action<Who, 'never'> => row({ caller, ...NEVER, name, summary }, columns);

/** A function that API Gateway asks about the callers of other routes. */
export const gateway = (
  name: string,
  summary: string,
  columns: Columns<'verified' | 'secondFactor'> = {},
): Action<'gateway', 'never'> =>
  authenticated({ caller: 'gateway', ...NEVER, name, summary }, columns);

function authenticated<Who extends Caller, Fresh extends FreshProof>(
  head: Head<Who, Fresh>,
  columns: Columns,
): Action<Who, Fresh> {
  const { settings = [], table = [], refuses = [], secondFactor } = columns;
  const { route, freshProof } = head;
  return row(head, {
    ...columns,
    ...(route && { refuses: [...refuses, ...withoutFactor({ secondFactor, freshProof })] }),
    settings: [backends, secondFactors, ...settings],
    table: [...SIGN_IN_STATE, ...table],
  });
}

/** How a row refuses a login without the second factor that it asks for. */
function withoutFactor({
  secondFactor,
  freshProof,
}: Pick<Action, 'secondFactor' | 'freshProof'>): readonly Text[] {
  if (secondFactor === 'never') return [];
  const asksFactor = freshProof !== 'never' || secondFactor === 'adds';
  return [
    ...(secondFactor === undefined ? [only('requireMfa', 'MFA_ENROLMENT_REQUIRED')] : []),
    only(asksFactor ? 'secondFactors' : 'requireMfa', 'MFA_REQUIRED'),
  ];
}

function row<Who extends Caller, Fresh extends FreshProof>(
  head: Head<Who, Fresh>,
  columns: Columns,
): Action<Who, Fresh> {
  const asked = head.freshProof === 'never' ? undefined : asking(head);
  const { perBackend, verified, model, originChecked, failures, form } = columns;
  const counted = failures && countsFailures(failures);
  const table = [...(columns.table ?? []), ...(asked?.table ?? []), ...(counted?.table ?? [])];
  const refuses = [
    ...(columns.refuses ?? []),
    ...(verified === 'always' ? ['USER_NOT_VERIFIED'] : []),
    ...(asked?.refuses ?? []),
    ...(counted?.refuses ?? []),
  ];
  const { caller, route } = head;
  // A browser sends a backend's cookies with every request, whichever site caused it.
  const carriesCookies = perBackend || caller === 'user' || caller === 'superuser';
  const changes = route !== undefined && route.method !== 'GET';
  const implied: readonly Setting[] = [
    // Also without a call on the table: errors are counted under its name.
    tableName,
    ...(perBackend && route !== undefined ? [backends] : []),
    ...((changes && carriesCookies) || originChecked ? [allowedOrigins] : []),
    ...(verified === 'where-required' ? [requireVerification] : []),
    // It tells where a request comes from, or refuses it.
    ...(route === undefined || columns.published ? [] : [trustedProxy]),
    ...(model ? [userModel] : []),
    ...(form ? [formPages] : []),
    ...(columns.settings ?? []),
    ...(asked?.settings ?? []),
    ...(counted?.settings ?? []),
  ];
  return {
    ...columns,
    ...head,
    ...(asked && {
      route: asked.route,
      ...(asked.hashes && { hashes: true }),
    }),
    ...(refuses.length > 0 && { refuses }),
    table,
    settings: [...new Set(implied)],
  };
}
