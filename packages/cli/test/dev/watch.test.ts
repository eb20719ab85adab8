import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { SourceWatcher } from '../../src/dev/watch.ts';

let watcher: SourceWatcher | undefined;
afterEach(() => watcher?.stop());
afterAll(removeTemporaryDirectories);

/** A project with a source, `a.ts`, whose changes are noted. */
function project() {
  const root = temporaryDirectory();
  const save = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  save('a.ts', '1');
  save('venv/pyvenv.cfg', '');
  const data = path.join(root, 'data');
  mkdirSync(data);
  const changes: string[] = [];
  watcher = new SourceWatcher(root, {
    except: [data],
    onChange: (files) => changes.push(...files),
  });
  /** Whatever came before has been noted once this has. */
  const noted = async (name: string) => {
    save(name, 'last');
    await eventually(() => changes.includes(name));
    return changes.filter((file) => file !== name);
  };
  return { root, save, changes, noted };
}

test('sources that are new, saved or removed are changes, in folders that are new, too', async () => {
  const { root, save, changes } = project();
  save('a.ts', '2');
  await eventually(() => changes.splice(0).includes('a.ts'));
  save('lib/new/b.py', '');
  await eventually(() => changes.splice(0).includes('lib/new/b.py'));
  save('lib/new/b.py', 'print()');
  await eventually(() => changes.splice(0).includes('lib/new/b.py'));
  rmSync(path.join(root, 'lib'), { recursive: true });
  await eventually(() => changes.splice(0).includes('lib/new/b.py'));
});

test('what tools make, and what only people read, is no change', async () => {
  const { save, noted } = project();
  for (const name of ['node_modules/a.js', 'cdk.out/b', '.git/c', 'data/d', '__pycache__/e']) {
    save(name, '');
  }
  for (const name of ['README.md', 'f.pyc', 'g.ts~', '.h.ts.swp', 'venv/i.py']) save(name, '');
  expect(await noted('z.ts')).toEqual([]);
});

test('a file that is written again as it was is no change', async () => {
  const { save, changes, noted } = project();
  save('built.js', 'made of 1');
  await eventually(() => changes.splice(0).includes('built.js'));
  save('built.js', 'made of 1');
  expect(await noted('z.ts')).toEqual([]);
});
