/**
 * Bytes in Base64, in the standard alphabet or with `.` for `+` as passlib writes them, with or without
 * padding; the regular expression that took the text out of a hash knows which.
 */
export function fromBase64(text = ''): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}

/** The part of a regular expression for a value in Base64. */
export const BASE64 = '([A-Za-z0-9+/.]+={0,2})';
