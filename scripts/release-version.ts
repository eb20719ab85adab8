/**
 * `npm run release:version`: gives all packages the version that the changesets say, the construct at the root too,
 * which Changesets doesn't see, and `CHANGELOG.md` the version and today's day.
 */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { released } from './release/changelog.ts';
import { manifestsOf } from './release/manifests.ts';

const root = process.cwd();
const run = (program: string, parameters: readonly string[]) =>
  execFileSync(program, parameters, { cwd: root, stdio: 'inherit' });

run('changeset', ['version']);
const manifests = await manifestsOf(root);
const version = String(manifests.get(path.join('packages', 'cli'))?.version);
if (manifests.get('.')?.version !== version) {
  const file = path.join(root, 'package.json');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/^ {2}"version": ".+?"/m, `  "version": "${version}"`));
}
run('npm', [
  'install',
  '--package-lock-only',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--prefer-offline',
]);
const changelog = path.join(root, 'CHANGELOG.md');
const day = new Date().toISOString().slice(0, 10);
await writeFile(changelog, released(await readFile(changelog, 'utf8'), version, day));
console.log(`version ${version}`);
