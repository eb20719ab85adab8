import { createHmac } from 'node:crypto';
import { parseEmail } from '../../../../../lambda/users/email.ts';
import { readTime } from '../../../../../lambda/users/transfer/time.ts';
import type { ImportReason } from '../../../../../lib/contract/transfer.ts';
import { type Line, LONGEST_LINE } from './batches.ts';

/** A line that is not imported, and why. */
export interface Rejected {
  readonly line: Line;
  readonly reason: ImportReason;
  readonly message: string;
}

/** What makes the ids of users who bring none. */
export interface NewIds {
  /** Of the file's run, and of all that resume it. */
  readonly seed: string;
  /** Milliseconds since 1970, for users who don't say when they were created. */
  readonly started: number;
}

/** The user of a line, or why there is none. */
export function userOf(line: Line, ids: NewIds): object | Rejected {
  const { text } = line;
  const reject = (message: string): Rejected => ({ line, reason: 'INVALID_JSON', message });
  if (text === undefined) {
    return reject(`the line should be a JSON object in UTF-8, of at most ${LONGEST_LINE} bytes`);
  }
  let user: unknown;
  try {
    user = JSON.parse(text);
  } catch {
    return reject('the line should be a JSON object');
  }
  if (typeof user !== 'object' || user === null || Array.isArray(user)) {
    return reject('the line should be a JSON object');
  }
  const { id, created_at } = user as { id?: unknown; created_at?: unknown };
  return { ...user, id: id ?? newId(line, created_at, ids) };
}

/** What only one user can have, in the form in which it is compared. */
export function keysOf(user: object): readonly string[] {
  const { id, email } = user as { id?: unknown; email?: unknown };
  const address = typeof email === 'string' ? parseEmail(email) : undefined;
  return [
    ...(typeof id === 'string' ? [`id ${id.toLowerCase()}`] : []),
    ...(address === undefined ? [] : [`email ${address}`]),
  ];
}

export function isRejected(each: object): each is Rejected {
  return 'reason' in each && 'line' in each && 'message' in each;
}

/**
 * An id for the user of a line: a UUID of version 7 (RFC 9562, 5.7), so that users are listed by their age. The same
 * line of the same run gets the same id, so that a user who was sent twice is known by it.
 */
function newId({ offset }: Line, createdAt: unknown, { seed, started }: NewIds): string {
  const given = typeof createdAt === 'string' ? readTime(createdAt)?.getTime() : undefined;
  const time = given !== undefined && given >= 0 ? given : started;
  const bytes = createHmac('sha256', seed).update(String(offset)).digest().subarray(0, 16);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
