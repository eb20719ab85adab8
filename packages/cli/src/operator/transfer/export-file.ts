import { lstat, rename, rm } from 'node:fs/promises';
import type { ExportPage, ExportWalk } from '../../../../../lib/contract/transfer.ts';
import { Failure } from '../../failure.ts';
import type { Screen } from '../screen.ts';
import { numbered } from './import-file.ts';
import { createPrivate, notWritten } from './private-file.ts';

export interface FileExport {
  readonly file: string;
  /** The function `export-users`. */
  readonly call: (input: object) => Promise<unknown>;
  readonly screen: Pick<Screen, 'progress'>;
  /** Set once it is to stop. */
  readonly stopping: { readonly stopped: boolean };
}

/**
 * Writes all users to a file, which only its owner may read, and which is there only once it is whole.
 *
 * @returns how many
 */
export async function exportFile({ file, call, screen, stopping }: FileExport): Promise<number> {
  await refuseExisting(file);
  const partial = `${file}.partial`;
  const handle = await createPrivate(partial);
  if (handle === undefined) {
    throw new Failure(
      `${partial} is there: another export writes it, or one that was killed has left it; delete it then`,
    );
  }
  let users = 0;
  try {
    let walks: readonly (ExportWalk | undefined)[] = [undefined];
    while (walks.length > 0) {
      if (stopping.stopped) throw new Failure(`stopped: ${file} was not written`);
      const pages = await Promise.all(walks.map(async (walk) => checked(await call({ walk }))));
      walks = pages.flatMap(({ next }) => next);
      for (const page of pages) {
        users += page.users.length;
        const lines = page.users.map((user) => `${JSON.stringify(user)}\n`).join('');
        await handle.writeFile(lines).catch(notWritten(partial));
      }
      screen.progress(`${numbered(users)} users`);
    }
    await handle.sync().catch(notWritten(partial));
    await refuseExisting(file);
    await rename(partial, file).catch(notWritten(file));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return users;
}

async function refuseExisting(file: string): Promise<void> {
  const found = await lstat(file).catch(() => undefined);
  if (found !== undefined) throw new Failure(`${file} is there: name a new file`);
}

/** Any function can be named. */
function checked(answer: unknown): ExportPage {
  const { users, next } = Object(answer) as Partial<ExportPage>;
  if (Array.isArray(users) && Array.isArray(next)) return answer as ExportPage;
  throw new Failure('the function answered without users: is it export-users?');
}
