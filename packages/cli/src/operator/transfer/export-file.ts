import { constants } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import type { ExportPage, ExportWalk } from '../../../../../lib/contract/transfer.ts';
import { Failure } from '../../failure.ts';
import type { Screen } from '../screen.ts';
import { numbered } from './import-file.ts';

export interface FileExport {
  readonly file: string;
  /** The function `export-users`. */
  readonly call: (input: object) => Promise<unknown>;
  readonly screen: Pick<Screen, 'progress'>;
}

/**
 * Writes all users to a file, which only its owner may read, and which is there only once it is whole.
 *
 * @returns how many
 */
export async function exportFile({ file, call, screen }: FileExport): Promise<number> {
  await refuseExisting(file);
  const partial = `${file}.partial`;
  const handle = await open(partial, 'w', 0o600).catch((error) => {
    throw new Failure(`${partial} can't be written: ${error.message}`);
  });
  let users = 0;
  try {
    let walks: readonly (ExportWalk | undefined)[] = [undefined];
    while (walks.length > 0) {
      const pages = await Promise.all(walks.map(async (walk) => checked(await call({ walk }))));
      walks = pages.flatMap(({ next }) => next);
      for (const page of pages) {
        users += page.users.length;
        await handle.writeFile(page.users.map((user) => `${JSON.stringify(user)}\n`).join(''));
      }
      screen.progress(`${numbered(users)} users`);
    }
    await handle.sync();
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  await rename(partial, file);
  return users;
}

async function refuseExisting(file: string): Promise<void> {
  const exists = await access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
  if (exists) throw new Failure(`${file} is there: name a new file`);
}

/** Any function can be named. */
function checked(answer: unknown): ExportPage {
  const { users, next } = Object(answer) as Partial<ExportPage>;
  if (Array.isArray(users) && Array.isArray(next)) return answer as ExportPage;
  throw new Failure('the function answered without users: is it export-users?');
}
