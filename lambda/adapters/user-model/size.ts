import { InvalidFieldsError } from '../../users/errors.ts';

/**
 * Most bytes of JSON that claims take: a cookie has at most 4,096 (RFC 6265, 6.1), base64 turns
 * three bytes into four, and the token's own claims and its signature take 500.
 */
const MAX_CLAIM_BYTES = 2 * 1024;

/** @throws InvalidFieldsError */
export function checkClaimSize(claims: object): void {
  checkSize(claims, MAX_CLAIM_BYTES, 'fields for access tokens');
}

/** @throws InvalidFieldsError for what is longer, as JSON, than `max` bytes */
export function checkSize(fields: object, max: number, what: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(fields), 'utf8');
  if (bytes <= max) return;
  const message = `The ${what} should have at most ${max} bytes as JSON; these have ${bytes}`;
  throw new InvalidFieldsError([{ path: [], message, type: 'too_long' }]);
}
