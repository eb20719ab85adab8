/** The values of ASN.1 that a certificate is made of, in DER (X.690). */

export const sequence = (...values: Buffer[]): Buffer => value(0x30, ...values);
export const set = (...values: Buffer[]): Buffer => value(0x31, ...values);
export const octets = (content: Buffer): Buffer => value(0x04, content);
export const text = (content: string): Buffer => value(0x0c, Buffer.from(content));
export const yes = (): Buffer => value(0x01, Buffer.from([0xff]));

/** @param unused bits at the end of the last byte */
export const bits = (content: Buffer, unused = 0): Buffer =>
  value(0x03, Buffer.from([unused]), content);

/** @param constructed whether it holds values, as opposed to bytes */
export const context = (tag: number, content: Buffer, constructed = true): Buffer =>
  value((constructed ? 0xa0 : 0x80) | tag, content);

/** A positive number: without zeros in front, and with one where the first bit would be a sign. */
export function integer(content: Buffer): Buffer {
  const start = content.findIndex((byte) => byte !== 0);
  const bytes = start < 0 ? Buffer.alloc(1) : content.subarray(start);
  return value(0x02, Buffer.alloc((bytes[0] ?? 0) >> 7), bytes);
}

/** Two digits of the year until 2049, four from then on (RFC 5280, 4.1.2.5). */
export function instant(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+|[-:T]/g, '');
  return date.getUTCFullYear() < 2050
    ? value(0x17, Buffer.from(digits.slice(2)))
    : value(0x18, Buffer.from(digits));
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return value(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]));
}

function base128(number: number): number[] {
  const bytes = [number & 0x7f];
  for (let left = number >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80);
  return bytes;
}

function value(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length = body.length < 0x80 ? [body.length] : longLength(body.length);
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

function longLength(length: number): number[] {
  const bytes: number[] = [];
  for (let left = length; left > 0; left >>= 8) bytes.unshift(left & 0xff);
  return [0x80 | bytes.length, ...bytes];
}
