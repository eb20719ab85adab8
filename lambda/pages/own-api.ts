/** The routes of the API itself, which the pages call as the visitor: with their cookies, and no right of their own. */
export interface OwnApi {
  /**
   * @param path below the base path of the API
   * @throws for an API that doesn't answer
   */
  call(method: 'GET' | 'POST', path: string, visitor: Visitor): Promise<OwnAnswer>;
}

export interface Visitor {
  /** As the browser sent them. */
  readonly cookies: readonly string[];
  readonly userAgent: string;
}

export interface OwnAnswer {
  readonly status: number;
  /** Of JSON; `undefined` where there is none. */
  readonly body: unknown;
  /** What it sets in the browser. */
  readonly cookies: readonly string[];
}
