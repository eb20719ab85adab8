import { Stage } from 'aws-cdk-lib';
import {
  CfnRoute,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  type IHttpApi,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Construct } from 'constructs';
import type { UsersRoutesOptions } from '../../users-routes-options';
import { Found, known, UsersApiError } from '../errors';
import { isOf } from '../is-of';

/** Of the construct that has the routes of users, within a `UsersApi` or beside the integration. */
const ROUTES = 'Routes';

/** What routes are added to. */
interface Users extends Construct {
  readonly httpApi: IHttpApi;
  authorizer(): IHttpRouteAuthorizer;
}

/** One route for each method, behind the authorizer of the users unless another is given. */
export function addRoutes(users: Users, options: UsersRoutesOptions): HttpRoute[] {
  const { path, methods = [HttpMethod.ANY], integration } = options;
  checkPath(path);
  checkKeys(
    users,
    methods.map((method) => HttpRouteKey.with(path, method).key),
  );
  const scope = scopeOf(users, options.crossStackScope);
  const authorizer = options.authorizer ?? users.authorizer();
  return methods.map(
    (method) =>
      new HttpRoute(scope, `${method}${path}`, {
        httpApi: users.httpApi,
        routeKey: HttpRouteKey.with(path, method),
        integration,
        authorizer,
        // The default scopes of an API go with its default authorizer, which is not used.
        authorizationScopes: options.authorizationScopes ?? [],
      }),
  );
}

function scopeOf(users: Users, other: Construct | undefined): Construct {
  // Two users APIs can have routes to the same stack.
  const [parent, id] = other
    ? [other, `${users.node.path.replaceAll('/', '.')}-${ROUTES}`]
    : [users, ROUTES];
  const there = parent.node.tryFindChild(id) as Construct | undefined;
  return there ?? new Construct(parent, id);
}

function checkPath(path: string): void {
  if (known(path) === undefined || /^\/(.*[^/])?$/.test(path)) return;
  throw new UsersApiError('addRoutes', {
    got: path,
    expected: 'a path from the root of the API, such as "/orders" or "/orders/{id}"',
    fix: 'start it with a slash, and end it without one',
  });
}

/** Refuses keys that the API has: CloudFormation would only find out at deployment. */
function checkKeys(users: Users, keys: readonly string[]): void {
  const theirs = routesOf(users);
  const repeated = keys.find((key, index) => keys.indexOf(key) < index);
  const clash = theirs.find(({ routeKey }) => keys.some((key) => isSame(key, routeKey)));
  if (clash === undefined && repeated === undefined) return;
  throw new UsersApiError('addRoutes', {
    got: new Found(
      clash === undefined
        ? `${repeated} twice`
        : `${keys.find((key) => isSame(key, clash.routeKey))}, which ${clash.node.path.replace(/(\/Route)?\/Resource$/, '')} has`,
    ),
    expected: 'a route that the API does not have yet, as each leads to one integration',
    fix: 'give it another path or other methods, or the users API another basePath',
  });
}

function routesOf(users: Users): readonly CfnRoute[] {
  return (Stage.of(users) ?? users.node.root).node
    .findAll()
    .filter(isOf(CfnRoute))
    .filter(({ apiId }) => apiId === users.httpApi.apiId);
}

/** Names of parameters tell no routes apart. */
function isSame(one: string, other: string): boolean {
  const plain = (key: string) => key.replace(/\{\w+\}/g, '{}');
  return plain(one) === plain(other);
}
