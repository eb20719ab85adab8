import type { JWTPayload } from 'jose';
import type { Purpose } from '../../../lambda/adapters/jose/purposes.ts';
import type { TokenSigning } from '../../../lambda/adapters/jose/signed-tokens.ts';
import type { Clock } from '../../../lambda/users/clock.ts';
import type { TestKeys } from '../../support/domain/keys.ts';

/**
 * Tokens with everything that signed ones have, except a signature: nobody in a program forges one, and
 * to sign takes longer than all the rest. Purpose, version of the key, expiry and claims are compared.
 */
export class PlainTokens implements TokenSigning {
  readonly #purpose: Purpose;
  readonly #keys: TestKeys;
  readonly #clock: Clock;

  constructor(purpose: Purpose, keys: TestKeys, clock: Clock) {
    this.#purpose = purpose;
    this.#keys = keys;
    this.#clock = clock;
  }

  async sign(claims: JWTPayload): Promise<string> {
    const { id: kid } = await this.#keys.current();
    const { audience: aud, typ } = this.#purpose;
    return Buffer.from(JSON.stringify({ kid, typ, claims: { ...claims, aud } })).toString(
      'base64url',
    );
  }

  async verify(token: string): Promise<JWTPayload | undefined> {
    // Of a stored session.
    if (token.includes('.')) return undefined;
    const { kid, typ, claims } = parsed(token);
    const { audience, requiredClaims } = this.#purpose;
    if (typ !== this.#purpose.typ || claims.aud !== audience) return undefined;
    if (requiredClaims.some((name) => claims[name] === undefined)) return undefined;
    if (!(await this.#keys.find(kid))) return undefined;
    return claims.exp <= Math.floor(this.#clock.now().getTime() / 1000) ? undefined : claims;
  }
}

/** What tokens say that were read before: one is read again after every step. */
const read = new Map<string, ReturnType<typeof JSON.parse>>();
const MOST_READ = 5_000;

function parsed(token: string) {
  const known = read.get(token);
  if (known !== undefined) return known;
  const said = JSON.parse(Buffer.from(token, 'base64url').toString());
  if (read.size >= MOST_READ) read.clear();
  read.set(token, said);
  return said;
}

/** What a token says, valid or not. */
export const claimsIn = (token: string): JWTPayload => parsed(token).claims;
