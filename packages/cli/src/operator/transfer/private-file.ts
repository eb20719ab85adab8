/** Files with hashes: only their owner may read them, and their name leads into no other file. */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Failure } from '../../failure.ts';

const OWNER_ONLY = 0o600;

/** Of systems that have no links of this kind. */
const { O_APPEND, O_RDWR, O_NOFOLLOW = 0 } = constants;

/** A new file; `undefined` if something of the name is there, be it a link to nowhere. */
export async function createPrivate(name: string): Promise<FileHandle | undefined> {
  return open(name, 'wx', OWNER_ONLY).catch((error) =>
    error.code === 'EEXIST' ? undefined : notWritten(name)(error),
  );
}

/** A file that is there, to add to it. */
export async function reopenPrivate(name: string): Promise<FileHandle> {
  const handle = await open(name, O_RDWR | O_APPEND | O_NOFOLLOW).catch(notWritten(name));
  await handle.chmod(OWNER_ONLY).catch(notWritten(name));
  return handle;
}

/** Says it in the words of a mistake that a user can correct. */
export function notWritten(name: string) {
  return (error: NodeJS.ErrnoException): never => {
    throw new Failure(`${name} can't be written: ${error.message}`);
  };
}
