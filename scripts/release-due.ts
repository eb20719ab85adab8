/**
 * What the release workflow does, as outputs of a step: `pending` while there are changesets, `due` once `CHANGELOG.md`
 * has the version and the repository not its tag. Writes the notes to the file that is the argument.
 */
import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { notesOf } from './release/changelog.ts';
import { manifestsOf } from './release/manifests.ts';

const root = path.join(import.meta.dirname, '..');
const version = String((await manifestsOf(root)).get('.')?.version);
const notes = notesOf(await readFile(path.join(root, 'CHANGELOG.md'), 'utf8'), version);
const changesets = (await readdir(path.join(root, '.changeset'))).filter(
  (name) => name.endsWith('.md') && name !== 'README.md',
);
const tag = `v${version}`;
const tags = execFileSync('git', ['tag', '--list', tag], { cwd: root, encoding: 'utf8' }).trim();
const pending = changesets.length > 0;
console.log(`pending=${pending}`);
console.log(`due=${!pending && notes !== undefined && tags === ''}`);
console.log(`version=${version}`);
const [file] = process.argv.slice(2);
if (file !== undefined) await writeFile(file, `${notes ?? ''}\n`);
