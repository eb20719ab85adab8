import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const PACKAGE = path.join(import.meta.dirname, '..');
const IMPORT = /(?:from|import)\s*\(?\s*'([^']+)'/g;

interface Manifest {
  readonly version: string;
  readonly engines: object;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
const own = manifestOf(PACKAGE);
const root = manifestOf(path.join(PACKAGE, '../..'));

/** What the files of a folder import: packages by name, files by their path in the package. */
function importsOf(folder: string): string[] {
  return readdirSync(path.join(PACKAGE, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const source = path.join(folder, file);
      const text = readFileSync(path.join(PACKAGE, source), 'utf8');
      return [...text.matchAll(IMPORT)].map(([, specifier = '']) =>
        specifier.startsWith('.') ? path.join(path.dirname(source), specifier) : specifier,
      );
    });
}

test('the sources import themselves, Node, and the dependencies that the package names', () => {
  const imported = new Set(importsOf('src').filter((name) => !isBuiltin(name)));
  const packages = [...imported].filter((name) => !name.startsWith(`src${path.sep}`));
  expect(packages.sort()).toEqual(Object.keys(own.dependencies).sort());
});

test('the tests import nothing outside of the package', () => {
  const outside = importsOf('test').filter((name) => name.startsWith('..'));
  expect(outside).toEqual([]);
});

test('the package has the version of the construct, and the same versions of what both use', () => {
  expect(own).toMatchObject({ version: root.version, engines: root.engines });
  const shared = Object.entries(root.devDependencies).filter(([name]) => name in own.dependencies);
  expect(own.dependencies).toMatchObject(Object.fromEntries(shared));
});
