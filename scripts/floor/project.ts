/** A project that has the built package, the apps of the tests and one release of aws-cdk-lib. */
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What the apps are made of. `test/package.json` says that they are CommonJS. */
const SOURCES = ['bin', 'examples', 'test/apps', 'test/support', 'test/package.json'];

/** Such as `{ 'aws-cdk-lib': '2.252.0', constructs: '10.5.0' }`. */
export type Packages = Readonly<Record<string, string>>;

/**
 * Makes the project in `folder`, which is inside of `root`: what it doesn't install is found there. The package is
 * a copy, since Node looks for the imports of a link where its target is.
 *
 * @param packages what to install; nothing to have what the repository has
 */
export async function makeProject(root: string, folder: string, packages: Packages): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of ['dist', 'lib', 'assets', 'bin', 'examples', 'test']) {
    await rm(path.join(folder, name), { recursive: true, force: true });
  }
  const { name, exports } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  await writeFile(
    path.join(folder, 'package.json'),
    JSON.stringify({ name, exports, private: true, dependencies: packages }),
  );
  for (const source of ['dist', ...SOURCES]) {
    await cp(path.join(root, source), path.join(folder, source), { recursive: true });
  }
  await symlink('dist', path.join(folder, 'lib'));
  await symlink(path.join(root, 'assets'), path.join(folder, 'assets'));
  await install(folder, packages);
}

async function install(folder: string, packages: Packages): Promise<void> {
  const present = await Promise.all(
    Object.entries(packages).map(async ([name, version]) => {
      const manifest = path.join(folder, 'node_modules', name, 'package.json');
      const text = await readFile(manifest, 'utf8').catch(() => '{}');
      return JSON.parse(text).version === version;
    }),
  );
  if (present.every(Boolean)) return;
  await rm(path.join(folder, 'node_modules'), { recursive: true, force: true });
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'];
  await run('npm', ['install', ...quiet], { cwd: folder });
}
