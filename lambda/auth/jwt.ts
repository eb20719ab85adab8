import type { JWTPayload } from 'jose';
import type { Clock } from '../users/clock.ts';
import type { Ids } from '../users/ids.ts';
import { TOKEN_CLAIMS } from '../users/model/user-model.ts';
import { type Proof, proofClaims, toProof } from '../users/proof.ts';
import type { AccessClaims } from '../users/sessions/session.ts';
import type { Strategy } from './strategy.ts';

/** Signs and verifies the tokens of one backend. */
export interface AccessTokens {
  sign(claims: JWTPayload): Promise<string>;
  /** `undefined` for anything but an unexpired token of this backend. */
  verify(token: string): Promise<JWTPayload | undefined>;
}

/** What an access token says, whichever strategy it is of. */
export interface TokenContents {
  readonly userId: string;
  readonly tokenId: string;
  readonly tokenVersion: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  /** Id of its session, where that is stored. */
  readonly sessionId: unknown;
  /** What it may lack. */
  readonly more: Pick<AccessClaims, 'proof' | 'custom'>;
}

/** `undefined` for anything but an unexpired access token. */
export async function readToken(
  tokens: Pick<AccessTokens, 'verify'>,
  token: string,
): Promise<TokenContents | undefined> {
  const claims = await tokens.verify(token);
  if (!claims) return undefined;
  const { sub, jti, tv, exp, sid, auth_time, amr } = claims;
  if (sub === undefined || jti === undefined || exp === undefined || typeof tv !== 'number') {
    return undefined;
  }
  const proof = toProof(auth_time, amr);
  const custom = Object.entries(claims).filter(([name]) => !TOKEN_CLAIMS.has(name));
  return {
    userId: sub,
    tokenId: jti,
    tokenVersion: tv,
    expiresAt: exp,
    sessionId: sid,
    more: {
      ...(proof && { proof }),
      ...(custom.length > 0 && { custom: Object.fromEntries(custom) }),
    },
  };
}

/**
 * Signs what `readToken` reads: `sub` the user, `tv` the profile's token version, `sid` the
 * session, `auth_time`, `amr` and `acr` when and how its holder signed in.
 */
export function signToken(
  { tokens, ids }: { tokens: Pick<AccessTokens, 'sign'>; ids: Ids },
  login: {
    readonly userId: string;
    readonly tokenVersion: number;
    /** Seconds since 1970. */
    readonly issuedAt: number;
    readonly expiresAt: number;
    readonly sessionId?: string;
    readonly proof: Proof | undefined;
    readonly custom?: Readonly<Record<string, unknown>>;
  },
): Promise<string> {
  const { sessionId, proof } = login;
  return tokens.sign({
    // Ours last, so that a custom claim can't replace one of them.
    ...login.custom,
    sub: login.userId,
    jti: ids.next(),
    ...(sessionId !== undefined && { sid: sessionId }),
    tv: login.tokenVersion,
    iat: login.issuedAt,
    exp: login.expiresAt,
    ...(proof && proofClaims(proof)),
  });
}

/** A signed token of which nothing is stored. */
export function jwtStrategy(deps: {
  tokens: AccessTokens;
  clock: Clock;
  ids: Ids;
  lifetime: number;
}): Strategy {
  const { tokens, clock, lifetime } = deps;
  return {
    lifetime,

    async issue({ userId, tokenVersion, claims, addedClaims }, _, proof) {
      const issuedAt = Math.floor(clock.now().getTime() / 1000);
      const expiresAt = issuedAt + lifetime;
      const custom = { ...claims, ...addedClaims };
      const login = { userId, tokenVersion, issuedAt, expiresAt, proof, custom };
      return { credential: await signToken(deps, login), lifetime };
    },

    async verify(token) {
      const contents = await readToken(tokens, token);
      // A session's token, from when the backend had refresh, may have ended with its session.
      if (!contents || contents.sessionId !== undefined) return undefined;
      const { userId, tokenId, tokenVersion, expiresAt, more } = contents;
      return {
        userId,
        sessionId: tokenId,
        tokenVersion,
        keeping: { by: 'revocation', expiresAt },
        ...more,
      };
    },
  };
}
