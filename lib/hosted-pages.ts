import { type GivenPages, givenPages } from './private/settings/pages';

/** How the pages look. */
export interface PagesBrand {
  /** What people know your product by: 1 to 64 characters. */
  readonly name: string;

  /**
   * URL of the logo, `https`; it is shown at most 40 pixels high. Pages load it and nothing else from another host.
   *
   * @default - the name is shown by itself
   */
  readonly logoUrl?: string;

  /**
   * Values of the custom properties of the style sheet by their names, such as `--users-accent`. `docs/pages.md` lists them with their
   * defaults for light and for dark.
   *
   * @default - those of the style sheet
   */
  readonly style?: { readonly [property: string]: string };
}

/** Options of `HostedPages.on()`. */
export interface HostedPagesOptions {
  /** How the pages look. */
  readonly brand: PagesBrand;

  /**
   * Languages that visitors may choose, of `en`, `de`, `fr`, `es`, `ja` and `ar`. A visitor sees the one that their browser asks
   * for; who asks for none of them sees the first.
   *
   * @default ['en', 'de', 'fr', 'es', 'ja', 'ar']
   */
  readonly languages?: string[];

  /**
   * Where visitors go once they have signed in, who were going nowhere else: a path of the API's origin, such as `/app`, or a URL of one
   * of the `allowedOrigins`.
   *
   * @default - the page of their account
   */
  readonly home?: string;

  /**
   * Name of the backend that the pages sign in at, one whose credential is a cookie.
   *
   * @default - the first one
   */
  readonly backend?: string;
}

/**
 * Whether the API has pages for people: to sign up and in, for forgotten passwords and second factors, and for their accounts. One function
 * without any permission renders them. Their forms are posted to the actions that the API has, which answer browsers with a
 * redirect. All but passkeys works without JavaScript.
 *
 * @see docs/pages.md
 *
 * @example
 * new UsersApi(this, 'Users', {
 *   authBackends: [AuthBackend.cookie()],
 *   pages: HostedPages.on({ brand: { name: 'Example' }, home: '/app' }),
 * });
 */
export class HostedPages {
  /**
   * The API has pages, below `/pages`: five more resources, and one more for each form whose action is not a POST by itself.
   *
   * @throws when an option is not allowed, such as a language that there are no texts of
   */
  public static on(options: HostedPagesOptions): HostedPages {
    return new HostedPages(givenPages(options));
  }

  /** The API has no pages. */
  public static off(): HostedPages {
    return new HostedPages(undefined);
  }

  /** @internal */
  public readonly _given: GivenPages | undefined;

  private constructor(given: GivenPages | undefined) {
    this._given = given;
  }
}
