import { createHash } from 'node:crypto';
import type { Cursors } from '../users/administration/user-list.ts';
import { uuidOf } from '../users/ids.ts';

const ID_BYTES = 16;
const CHECKSUM_BYTES = 8;

/**
 * List positions as text: the id and a checksum. Nothing is signed, so the function behind the list has no
 * secret at all: superusers may read the list from anywhere, and who makes up a position gains nothing. The
 * checksum tells a cursor that was cut or mistyped.
 */
export const listCursors: Cursors = {
  async issue(afterId) {
    const id = Buffer.from(afterId.replaceAll('-', ''), 'hex');
    return Buffer.concat([id, checksum(id)]).toString('base64url');
  },

  async verify(cursor) {
    const bytes = Buffer.from(cursor, 'base64url');
    const id = bytes.subarray(0, ID_BYTES);
    const isWhole =
      bytes.length === ID_BYTES + CHECKSUM_BYTES && checksum(id).equals(bytes.subarray(ID_BYTES));
    // Another spelling of the same bytes is no cursor of ours.
    return isWhole && bytes.toString('base64url') === cursor ? uuidOf(id) : undefined;
  },
};

function checksum(id: Buffer): Buffer {
  return createHash('sha256')
    .update('users-api:cursor')
    .update(id)
    .digest()
    .subarray(0, CHECKSUM_BYTES);
}
