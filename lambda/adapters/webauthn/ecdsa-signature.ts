/** Bytes of each half of a signature, by the curve as COSE names it (RFC 9053, 7.1). */
const HALVES: Readonly<Record<number, number>> = { 1: 32, 2: 48, 3: 66 };

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/**
 * The signature that Web Crypto takes, of one as authenticators write it: the two halves in DER (WebAuthn level 3, 6.5.5;
 * RFC 3279, 2.2.3). In bundles it takes the place of SimpleWebAuthn's own, which loads a library of ASN.1 for it, most of what a
 * login by passkey would load.
 *
 * @throws for anything that is no such signature
 */
export function unwrapEC2Signature(signature: Uint8Array, curve: number): Uint8Array {
  const half = HALVES[curve];
  if (half === undefined) throw new Error(`the curve is ${curve}, expected one of ECDSA`);
  const { content, rest } = read(signature, SEQUENCE);
  const first = read(content, INTEGER);
  const second = read(first.rest, INTEGER);
  if (rest.length + second.rest.length > 0) throw malformed();
  const unwrapped = new Uint8Array(2 * half);
  for (const [index, { content: bytes }] of [first, second].entries()) {
    // A zero before what would be negative.
    const number = bytes.length === half + 1 && bytes[0] === 0 ? bytes.subarray(1) : bytes;
    if (number.length === 0 || number.length > half) throw malformed();
    unwrapped.set(number, (index + 1) * half - number.length);
  }
  return unwrapped;
}

/** What has this tag, and what is behind it. */
function read(bytes: Uint8Array, tag: number): { content: Uint8Array; rest: Uint8Array } {
  const [found, first = 0, second = 0] = bytes;
  // No half is longer than 127 bytes, nor are both longer than 255.
  const [start, length] = first === 0x81 ? [3, second] : [2, first];
  if (found !== tag || (first > 0x7f && first !== 0x81) || bytes.length < start + length) {
    throw malformed();
  }
  return { content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) };
}

function malformed(): Error {
  return new Error('the signature is no ECDSA signature in DER');
}
