/**
 * `npm run lint`: what `npm ci` installs is what was reviewed, whatever registry it comes from.
 * Each package of the lock file has the hash of its contents, and none names the host it was
 * fetched from. Takes another lock file as its argument.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

interface Entry {
  readonly integrity?: string;
  readonly resolved?: string;
  /** A workspace, by its link in `node_modules`. */
  readonly link?: boolean;
  /** Part of the package that it is in, and of the hash of that one. */
  readonly inBundle?: boolean;
}

/**
 * Packages without a hash, with the reason. npm writes the hash of what a registry serves, and
 * leaves out of a new lock file what the registry doesn't serve; write these back by hand then.
 */
const NOT_EVERYWHERE = 'is public, but not available from every registry';
const WITHOUT_INTEGRITY: Readonly<Record<string, string>> = {
  'node_modules/@dynoxide/darwin-arm64': `the engine for macOS on ARM ${NOT_EVERYWHERE}`,
  'node_modules/@dynoxide/darwin-x64': `the engine for macOS on Intel ${NOT_EVERYWHERE}`,
  'node_modules/@dynoxide/linux-arm64': `the engine for Linux on ARM ${NOT_EVERYWHERE}`,
  'node_modules/@dynoxide/win32-x64': `the engine for Windows ${NOT_EVERYWHERE}`,
};

function faultsOf(name: string, entry: Entry): string[] {
  const faults: string[] = [];
  // This repository, as in an example.
  const isOwn = entry.link === true || entry.resolved?.startsWith('file:') === true;
  const fetched = name.includes('node_modules/') && !isOwn && !entry.inBundle;
  const exempt = name in WITHOUT_INTEGRITY;
  if (fetched && !exempt && !entry.integrity?.startsWith('sha512-')) {
    faults.push(`${name} has no integrity: run npm install on a registry that serves it`);
  }
  if (entry.resolved !== undefined && !isOwn) {
    faults.push(
      `${name} is bound to ${entry.resolved}: run npm install with --omit-lockfile-registry-resolved`,
    );
  }
  return faults;
}

const file =
  process.argv[2] === undefined
    ? path.join(import.meta.dirname, '..', 'package-lock.json')
    : path.resolve(process.argv[2]);
const { packages } = JSON.parse(await readFile(file, 'utf8')) as {
  packages: Readonly<Record<string, Entry>>;
};
// Other lock files have no engine.
const hasEngine = packages['packages/local'] !== undefined;
const missing = Object.entries(WITHOUT_INTEGRITY)
  .filter(([name]) => hasEngine && packages[name] === undefined)
  .map(([name, reason]) => `${name} is missing: ${reason}, so copy its entry from git`);
const faults = Object.entries(packages).flatMap(([name, entry]) => faultsOf(name, entry));
for (const fault of [...missing, ...faults]) console.error(`package-lock.json: ${fault}`);
process.exitCode = missing.length + faults.length === 0 ? 0 : 1;
