import type { JWTPayload } from 'jose';
import type { StoredEvent } from '../../users/events/event.ts';
import type { MailedClaims, MailedTokens } from '../../users/passwords/mailed-tokens.ts';
import type { TokenSigning } from './signed-tokens.ts';

/** The name and the type that each claim has in a token. */
const IN_TOKEN: Readonly<
  Record<keyof MailedClaims, { readonly name: string; readonly type: 'string' | 'number' }>
> = {
  userId: { name: 'sub', type: 'string' },
  email: { name: 'email', type: 'string' },
  credentialVersion: { name: 'cv', type: 'number' },
  newEmail: { name: 'new_email', type: 'string' },
};

/** Tokens that are mailed, as JWTs: each purpose has its own claims. */
export class JwtMailedTokens<Name extends keyof MailedClaims>
  implements MailedTokens<Pick<MailedClaims, Name>>
{
  readonly #tokens: TokenSigning;
  readonly #lifetime: number;
  readonly #names: readonly Name[];

  /** @param lifetime seconds */
  constructor(tokens: TokenSigning, lifetime: number, names: readonly Name[]) {
    this.#tokens = tokens;
    this.#lifetime = lifetime;
    this.#names = names;
  }

  async issue(claims: Pick<MailedClaims, Name>, event: StoredEvent) {
    const iat = Math.floor(Date.parse(event.at) / 1000);
    const exp = iat + this.#lifetime;
    const named = this.#names.map((name) => [IN_TOKEN[name].name, claims[name]]);
    const token = await this.#tokens.sign({
      ...Object.fromEntries(named),
      jti: event.id,
      iat,
      exp,
    });
    return { token, expiresAt: new Date(exp * 1000) };
  }

  async verify(token: string): Promise<Pick<MailedClaims, Name> | undefined> {
    const payload = await this.#tokens.verify(token);
    return payload && this.#read(payload);
  }

  #read(payload: JWTPayload): Pick<MailedClaims, Name> | undefined {
    const claims = this.#names.map((name) => [name, payload[IN_TOKEN[name].name]] as const);
    const valid = claims.every(([name, value]) => typeof value === IN_TOKEN[name].type);
    return valid ? (Object.fromEntries(claims) as Pick<MailedClaims, Name>) : undefined;
  }
}
