export interface Ids {
  /** A new UUID, version 7. */
  next(): string;
}

export interface Randomness {
  /** From a generator that is fit for keys (CSPRNG). */
  bytes(length: number): Buffer;
}

/** Any 16 bytes, written as a UUID (RFC 9562, 4). */
export function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
