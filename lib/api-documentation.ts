import type { Documentation } from './contract/features.ts';

/**
 * What the API itself serves of its documentation, to anyone. `users.openApi` has the document whatever is chosen,
 * and a run on this machine (`npx cdk-users-api dev`) serves all of it.
 *
 * @see docs/openapi.md
 *
 * @example
 * new UsersApi(this, 'Users', { apiDocumentation: ApiDocumentation.document() });
 */
export class ApiDocumentation {
  /** Nothing, as documentation should be public only on purpose (OWASP ASVS 5.0, 13.4.5). */
  public static none(): ApiDocumentation {
    return new ApiDocumentation('none');
  }

  /**
   * The OpenAPI document, at `/openapi.json` below the base path, by a function that may read and write nothing: five
   * more resources.
   */
  public static document(): ApiDocumentation {
    return new ApiDocumentation('document');
  }

  /**
   * The document, and Swagger UI at `/docs` below the base path, from which people call the API. It comes with the
   * package and loads nothing from other hosts: ten more resources.
   */
  public static pages(): ApiDocumentation {
    return new ApiDocumentation('pages');
  }

  /** @internal */
  public readonly _documentation: Documentation;

  private constructor(documentation: Documentation) {
    this._documentation = documentation;
  }
}
