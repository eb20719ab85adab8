import type { Cursors } from '../../users/administration/user-list.ts';
import type { SignedTokens } from './signed-tokens.ts';

/** List positions as JWTs without an expiry: a position stays valid. */
export class JwtCursors implements Cursors {
  readonly #tokens: SignedTokens;

  constructor(tokens: SignedTokens) {
    this.#tokens = tokens;
  }

  issue(afterId: string): Promise<string> {
    return this.#tokens.sign({ after: afterId });
  }

  async verify(cursor: string): Promise<string | undefined> {
    const after = (await this.#tokens.verify(cursor))?.after;
    return typeof after === 'string' ? after : undefined;
  }
}
