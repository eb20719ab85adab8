import type { RouteLayoutSettings } from './contract/places.ts';
import { UsersApiError } from './private/errors';
import { checkPrefix } from './private/settings/base-path';

/** Options of `RouteLayout.fastApiUsers()`: the prefixes that its routers have in the app that is replaced. */
export interface FastApiUsersLayoutOptions {
  /**
   * Prefix of the routes to sign up, in and out, to reset a password and to verify an address, without a
   * slash at its end.
   *
   * @default '/auth'
   */
  readonly auth?: string;

  /**
   * Prefix of the routes of users, without a slash at its end.
   *
   * @default '/users'
   */
  readonly users?: string;
}

/** Where the routes stand. The functions behind them are the same in each layout. */
export class RouteLayout {
  /** All routes below one base path: `/users/register`, `/users/login/jwt`, `/users/me`. */
  public static standard(): RouteLayout {
    return new RouteLayout({ kind: 'standard' });
  }

  /**
   * The paths of FastAPI Users 15, so that its clients only need another base URL: `/auth/register`,
   * `/auth/jwt/login`, `/users/me`. OAuth is at `/auth/{client}/authorize`, and at
   * `/auth/associate/{client}/authorize`. Routes that FastAPI Users doesn't have stand beside its own, such
   * as `/auth/jwt/refresh`. They are all below `basePath`, which is the root unless it is given.
   *
   * `docs/migrate/from-fastapi-users.md` has every difference that remains.
   *
   * @throws when a prefix is no path, or both are the same
   *
   * @example
   * new UsersApi(this, 'Users', {
   *   routeLayout: RouteLayout.fastApiUsers(),
   *   requireCurrentPassword: false,
   * });
   */
  public static fastApiUsers(options: FastApiUsersLayoutOptions = {}): RouteLayout {
    const auth = checkPrefix('RouteLayout.auth', options.auth ?? '/auth');
    const users = checkPrefix('RouteLayout.users', options.users ?? '/users');
    if (auth === users) {
      throw new UsersApiError('RouteLayout.users', {
        got: users,
        expected:
          'another prefix than that of auth, as one of users and one of clients would be the same',
        fix: 'leave both out for "/auth" and "/users", or use RouteLayout.standard()',
      });
    }
    return new RouteLayout({ kind: 'fastapi-users', auth, users });
  }

  /** @internal */
  public readonly _settings: RouteLayoutSettings;

  private constructor(settings: RouteLayoutSettings) {
    this._settings = settings;
  }
}
