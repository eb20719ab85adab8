/**
 * `npm run lint`: packs what `npm publish` would publish, and looks whether all of it is there and nothing else, and
 * whether Node.js and TypeScript find each of its modules and their types, by every way of resolution that there is.
 * Needs `npm run build`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ACTIONS } from '../lib/contract/index.ts';
import { exportedFiles, faultsOf } from './package/contents.ts';
import { pack } from './package/pack.ts';

const root = path.join(import.meta.dirname, '..');

/** Bytes of the tarball. */
const MOST = 3_000_000;

/** Beside what `exports` and `bin` name. */
const FILES = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'SECURITY.md',
  'assets/THIRD-PARTY-LICENSES.txt',
  'assets/event-schemas.json',
  'assets/inspect-user-model/index.mjs',
  'assets/route-schemas.json',
  ...ACTIONS.map(({ name, ownFolder }) => `assets/${ownFolder ? 'pages' : 'handlers'}/${name}.mjs`),
];

/** Whether a program finds nothing; it prints what it finds. */
function passes(program: string, parameters: readonly string[]): boolean {
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) console.error(`${program}:\n${stdout}${stderr}`);
  return status === 0;
}

const folder = await mkdtemp(path.join(tmpdir(), 'package-'));
try {
  const { exports, bin } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const tarball = await pack(root, folder);
  const files = [...FILES, ...exportedFiles(exports), ...exportedFiles(bin)];
  const faults = faultsOf(tarball, { files, size: MOST });
  for (const fault of faults) console.error(`package: ${fault}`);
  const file = path.join(folder, tarball.filename);
  const passed = [
    passes('publint', ['--strict', file]),
    // What jsii reads of a dependency is no module.
    passes('attw', [file, '--format', 'ascii', '--no-emoji', '--exclude-entrypoints', '.jsii']),
  ];
  if (faults.length > 0 || passed.includes(false)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true });
}
