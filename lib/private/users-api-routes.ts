import type { DomainName, HttpApi, HttpRoute, IHttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { UsersRoutesOptions } from '../users-routes-options';
import { Found, UsersApiError } from './errors';
import type { Resources } from './functions/context';
import { addRoutes } from './gateway/add-routes';
import type { OwnApi } from './gateway/api';
import { defaultStageOf, pathOf } from './gateway/given-api';
import { namesErrors } from './names-errors';
import { openApiDocument } from './openapi/document';
import { ProtectingUsersApi } from './protecting-users-api';
import type { Settings } from './settings/settings';

/** What a users API was made from. */
export interface Parts {
  readonly settings: Settings;
  readonly resources: Resources;
}

/**
 * What a users API of this app has of its HTTP API, for routes and domains of your own.
 *
 * @internal
 */
@namesErrors
export abstract class UsersApiRoutes extends ProtectingUsersApi {
  /**
   * What the construct made; undefined where an API was given.
   *
   * @internal
   */
  protected abstract readonly _ownApi: OwnApi | undefined;

  /** @internal */
  protected abstract readonly _parts: Parts;

  /**
   * The OpenAPI 3.1 document of this API: the routes that it has with its backends, OAuth clients, layout and options,
   * what they take, and everything that they answer. It is plain data, for a file or for another tool; paths are those
   * of the HTTP API.
   *
   * Custom fields have their JSON Schemas if the library of the user model tells them, as zod and arktype do.
   *
   * @example
   * fs.writeFileSync('openapi.json', JSON.stringify(users.openApi, undefined, 2));
   */
  // biome-ignore lint/suspicious/noExplicitAny: whatever takes such a document has a type of its own for it.
  public get openApi(): { [key: string]: any } {
    return openApiDocument(this._parts.settings);
  }

  /**
   * Routes of your own on the HTTP API, one for each method (`ANY` if none is named), for users of this API:
   * `authorizer` is `users.authorizer()` if it is left out, whatever the default of a given API is. Say it where a
   * route is for others: `users.authorizer({ superuser: true })`, or `new HttpNoneAuthorizer()` for anyone.
   *
   * `path` is one of the API, not below `basePath`. The integration gets the permissions that it needs.
   *
   * @returns the routes, in the order of the methods
   * @throws when the API has one of the routes
   *
   * @example
   * users.addRoutes({
   *   path: '/orders',
   *   methods: [HttpMethod.GET],
   *   integration: new HttpLambdaIntegration('Orders', listOrders),
   * });
   */
  public addRoutes(options: UsersRoutesOptions): HttpRoute[] {
    return addRoutes(this, options);
  }

  /**
   * The HTTP API that the construct made, as the class that it is: with `addStage`, say.
   *
   * @throws when `httpApi` was given, which you have yourself
   */
  public get ownHttpApi(): HttpApi {
    if (this._ownApi !== undefined) return this._ownApi.httpApi;
    throw new UsersApiError('ownHttpApi', {
      got: new Found(`${this.node.path}, which was given its httpApi`),
      expected: 'a UsersApi that makes its own',
      fix: 'use the API that you gave it',
    });
  }

  /**
   * The stage that the routes are on: the construct's own, or the default one of a given API. An
   * `ApiMapping` needs it, to put the API behind a domain that it shares with others.
   *
   * @throws when a given API has no default stage, or one that isn't known, as of an import
   *
   * @example
   * new ApiMapping(this, 'Mapping', {
   *   api: users.httpApi,
   *   stage: users.stage,
   *   domainName: sharedDomain,
   *   apiMappingKey: 'auth',
   * });
   */
  public get stage(): IHttpStage {
    const stage = this._ownApi?.stage ?? defaultStageOf(this, this.httpApi);
    if (stage !== undefined) return stage;
    throw new UsersApiError('stage', {
      got: new Found(`${pathOf(this.httpApi)}, which has no default stage that is known here`),
      expected: 'an HttpApi with its default stage, or none, for which the construct makes both',
      fix: 'use the stage that you made for that API',
    });
  }

  /**
   * The domain of `UsersDomain.custom()`; undefined without one. Where it has no `hostedZone`, your DNS has to
   * lead its name to `regionalDomainName`.
   */
  public get domainName(): DomainName | undefined {
    return this._ownApi?.domainName;
  }
}
