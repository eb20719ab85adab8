import type { OriginRefusal } from 'cdk-users-api-local';

/** Says once of an origin why its pages get no answer, and what lets them have it. */
export class Origins {
  readonly #said = new Set<string>();

  /** @returns one line; undefined if it has been said */
  tell({ origin, by, method, path, headers }: OriginRefusal): string | undefined {
    const key = [origin, by, ...headers].join(' ');
    if (this.#said.has(key)) return undefined;
    this.#said.add(key);
    const names = headers.map((name) => `'${name}'`).join(', ');
    const what = `a page of ${origin} was refused (${method} ${path})`;
    switch (by) {
      case 'cors':
        return `${what}: its browser needs allowedOrigins: ['${origin}'] in the UsersApi, or in the CORS of an API of your own`;
      case 'headers':
        return `${what}: it sends ${headers.join(', ')}, which needs allowedHeaders: [${names}] in the UsersApi`;
      case 'cookie':
        return `${what}: cookies are taken only from pages of the API's own origin, and from allowedOrigins: ['${origin}'] in the UsersApi`;
    }
  }
}
