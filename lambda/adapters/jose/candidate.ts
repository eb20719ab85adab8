import { decodeJwt, errors } from 'jose';
import type { Purpose } from './purposes.ts';

/**
 * Whether a text is worth looking for its key: it is spelt as a compact JWS (RFC 7515, 7.1), each
 * part in its only base64url form, without padding, and claims to be for this audience and not to
 * have expired. Nothing is proved by that. It keeps tokens of other backends, and old ones, from
 * causing reads of the secret; and a token has one spelling.
 */
export function isCandidate(
  token: string,
  { audience }: Pick<Purpose, 'audience'>,
  now: Date,
): boolean {
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every(isBase64Url)) return false;
  try {
    const { aud, exp } = decodeJwt(token);
    const expired = exp !== undefined && exp <= now.getTime() / 1000;
    return !expired && [aud].flat().includes(audience);
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** RFC 4648, 3.5: no two texts for the same bytes. */
function isBase64Url(text: string): boolean {
  return text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text;
}
