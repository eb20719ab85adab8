import {
  AUTHENTICATION_METHODS,
  type AuthenticationMethod,
  MULTI_FACTOR,
} from '../../lib/contract/proof.ts';

/** How a user proved who they are. */
export interface ProofGiven {
  readonly amr: readonly AuthenticationMethod[];
}

/**
 * When and how the holder of a credential proved who they are. A refresh is no proof, so credentials
 * that one buys say the same.
 */
export interface Proof {
  /** Seconds since 1970 (OpenID Connect Core, 2). */
  readonly authTime: number;
  /** RFC 8176. */
  readonly amr: readonly string[];
}

/** Whether more than one factor was given. */
export function isMultiFactor({ amr }: { readonly amr: readonly string[] }): boolean {
  return amr.includes('mfa');
}

/**
 * What is proved by one more way beside those of before: more than one factor, if one of those is another. What a method before
 * says is left out if it is none of ours.
 */
export function withMethod(
  before: readonly string[],
  given: AuthenticationMethod,
): ProofGiven['amr'] {
  const others = AUTHENTICATION_METHODS.filter(
    (each) => each !== 'mfa' && each !== given && before.includes(each),
  );
  return others.length === 0 ? [given] : [...others, given, 'mfa'];
}

/** What is another factor beside a key that was only touched. A key is none, and a mailbox never is. */
const BESIDE_A_KEY: readonly string[] = ['pwd', 'fed', 'otp', 'mfa'];

/**
 * What is proved by a key that was touched, without a PIN or a finger, beside the ways of before.
 *
 * @returns `undefined` where those are no other factor
 */
export function withTouchedKey(
  before: readonly string[],
  key: AuthenticationMethod,
): ProofGiven['amr'] | undefined {
  if (!before.some((each) => BESIDE_A_KEY.includes(each))) return undefined;
  const others = withMethod(before, key).filter((each) => each !== 'mfa');
  return [...others, 'mfa'];
}

/** What credentials say of a proof, by the names of their claims. `acr` is there for more than one factor. */
export function proofClaims(proof: Proof) {
  const { authTime, amr } = proof;
  return { auth_time: authTime, amr, ...(isMultiFactor(proof) && { acr: MULTI_FACTOR }) };
}

/** The proof that is given at this moment. */
export function provedAt(now: Date, { amr }: ProofGiven): Proof {
  return { authTime: Math.floor(now.getTime() / 1000), amr };
}

/** Whether a proof was given in the last so many seconds; what says nothing of it was long ago. */
export function isRecent(proof: Proof | undefined, now: Date, seconds: number): boolean {
  return proof !== undefined && now.getTime() / 1000 - proof.authTime < seconds;
}

/**
 * As a token or an item says it; `undefined` for one of before there was proof, and for anything that
 * is none.
 */
export function toProof(authTime: unknown, amr: unknown): Proof | undefined {
  if (typeof authTime !== 'number' || !Array.isArray(amr)) return undefined;
  return { authTime, amr: amr.map(String) };
}
