import { Annotations, Stage } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Construct, IConstruct } from 'constructs';
import { ACTIONS } from '../contract/index.ts';
import { pathIn } from '../contract/places.ts';
import type { UsersApiProps } from '../users-api-props';
import type { IUsersApi } from '../users-api-ref';
import { Found, UsersApiError } from './errors';
import { checkNamesAreFree } from './functions/taken-names';
import { cookiesOf } from './settings/cookie';
import type { Settings } from './settings/settings';

/** A `UsersApi` that was defined before this one. */
interface Neighbour {
  readonly users: IUsersApi;
  readonly settings: Settings;
}

/** What a `UsersApi` may have been given that a neighbour has as well. */
type Given = Pick<UsersApiProps, 'httpApi' | 'table' | 'eventBus'>;

const DEFINED = new WeakMap<IConstruct, Neighbour>();

/** Lets those that are defined later find this one. */
export function register(users: IUsersApi, settings: Settings): void {
  DEFINED.set(users, { users, settings });
}

/**
 * Those in the same stage, or in the app where there are none. Another stage may well give the same
 * names, as it is deployed elsewhere.
 */
export function neighboursOf(scope: Construct): readonly Neighbour[] {
  const stage = Stage.of(scope);
  return (stage ?? scope.node.root).node
    .findAll()
    .filter((each) => Stage.of(each) === stage)
    .flatMap((each) => DEFINED.get(each) ?? []);
}

/** Refuses what CloudFormation would refuse at deployment, and what would go wrong after it. */
export function checkNeighbours(
  scope: IConstruct,
  neighbours: readonly Neighbour[],
  given: Given,
  settings: Settings,
): void {
  for (const neighbour of neighbours) {
    const theirs = { settings: neighbour.settings, scope: neighbour.users };
    checkPublication(neighbour, settings);
    checkNamesAreFree({ settings, scope }, theirs, pathOf(neighbour));
    if (hasApi(neighbour, given)) {
      checkRoutes(neighbour, settings);
      checkCookies(neighbour, settings);
    }
    if (hasTable(neighbour, given) && hasBus(neighbour, given)) {
      throw new UsersApiError('table', {
        got: new Found(`the table and the event bus of ${pathOf(neighbour)}`),
        expected: 'at most one of the two, as both would publish every event of the table',
        fix: 'leave eventBus out, or give another one',
      });
    }
  }
}

function checkPublication(neighbour: Neighbour, { publishTo }: Settings): void {
  if (publishTo === undefined || neighbour.settings.publishTo !== publishTo) return;
  throw new UsersApiError('publishTo', {
    got: new Found(`"${publishTo}", which ${pathOf(neighbour)} publishes to`),
    expected: 'a path of its own, as a parameter has one value',
    fix: "give one of them another, as in publishTo: '/auth/staff'",
  });
}

function checkRoutes(neighbour: Neighbour, settings: Settings): void {
  const theirs = new Set(pathsOf(neighbour.settings));
  if (!pathsOf(settings).some((path) => theirs.has(path))) return;
  const { basePath } = settings;
  throw new UsersApiError('basePath', {
    got: new Found(`"${basePath || '/'}", which ${pathOf(neighbour)} has on the same HTTP API`),
    expected: 'a path of its own, as a route leads to one function',
    fix: "give one of them another, as in basePath: '/staff'",
  });
}

/** Of all routes that there can be below the base path, whatever their methods and the names of their parameters are. */
function pathsOf({ basePath, routeLayout }: Settings): readonly string[] {
  return ACTIONS.flatMap(({ route }) =>
    route === undefined || route.atRoot
      ? []
      : [`${basePath}${pathIn(routeLayout, route)}`.replace(/\{\w+\}/g, '{}')],
  );
}

function checkCookies(neighbour: Neighbour, settings: Settings): void {
  const [theirs, ours] = [neighbour.settings, settings].map(({ authBackends }) =>
    authBackends.flatMap(({ _transport }) => cookiesOf(_transport)),
  );
  const clash = ours?.find((cookie) =>
    theirs?.some(({ name, path }) => name === cookie.name && overlap(path, cookie.path)),
  );
  if (clash === undefined) return;
  throw new UsersApiError('authBackends', {
    got: new Found(`the cookie "${clash.name}", which ${pathOf(neighbour)} sets on the same host`),
    expected: 'a cookie of its own, as one would sign users out of the other',
    fix: "name it, as in AuthBackend.cookie({ cookieName: '__Host-staff' })",
  });
}

/** Warns of what works but may not be meant. */
export function warnOfNeighbours(
  scope: Construct,
  neighbours: readonly Neighbour[],
  given: Given,
): void {
  const annotations = Annotations.of(scope);
  for (const neighbour of neighbours) {
    if (hasTable(neighbour, given)) {
      annotations.addWarningV2(
        'cdk-users-api:sharedTable',
        `table: got that of ${pathOf(neighbour)}, expected one for each UsersApi; both publish ` +
          'every event of it, each on its own bus, so subscribe to one of them, and give both the ' +
          'same resetPasswordTokenSecret and verificationTokenSecret',
      );
    }
    if (hasBus(neighbour, given)) {
      annotations.addWarningV2(
        'cdk-users-api:sharedEventBus',
        `eventBus: got that of ${pathOf(neighbour)}, expected one for each UsersApi; subscribers ` +
          'of either get the events of both, reset tokens included, and cannot tell them apart',
      );
    }
  }
}

/** The bus that was given, as those have it who have it as well. */
export function busesOf(neighbours: readonly Neighbour[], given: Given): readonly IEventBus[] {
  return neighbours
    .filter((neighbour) => hasBus(neighbour, given))
    .map(({ users }) => users.eventBus);
}

function pathOf({ users }: Neighbour): string {
  return users.node.path;
}

// By ids, as an import is another object each time. A token only equals itself.

function hasApi({ users }: Neighbour, { httpApi }: Given): boolean {
  return httpApi?.apiRef.apiId === users.httpApi.apiId;
}

function hasTable({ users }: Neighbour, { table }: Given): boolean {
  return table?.tableRef.tableArn === users.table.tableArn;
}

function hasBus({ users }: Neighbour, { eventBus }: Given): boolean {
  return eventBus?.eventBusRef.eventBusArn === users.eventBus.eventBusArn;
}

/** Whether some request carries the cookies of both paths: path-match of RFC 6265, section 5.1.4. */
function overlap(one: string, other: string): boolean {
  const within = (path: string, parent: string) =>
    path === parent || path.startsWith(parent.endsWith('/') ? parent : `${parent}/`);
  return within(one, other) || within(other, one);
}
