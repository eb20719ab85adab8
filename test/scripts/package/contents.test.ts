import { describe, expect, test } from '@jest/globals';
import { exportedFiles, faultsOf } from '../../../scripts/package/contents.ts';

const EXPECTED = {
  files: ['package.json', 'dist/index.js', 'assets/handlers/login.mjs'],
  size: 1000,
};

const packed = (paths: readonly string[], size = 1000) => ({
  size,
  files: paths.map((path) => ({ path, size: 1 })),
});

describe('a packed package', () => {
  test('that has all of it, and nothing else, has no fault', () => {
    const paths = [...EXPECTED.files, 'dist/index.d.ts', 'dist/testing.js', '.jsii'];
    expect(faultsOf(packed(paths), EXPECTED)).toEqual([]);
  });

  test('that was made without a build is refused for what it lacks', () => {
    expect(faultsOf(packed(['package.json']), EXPECTED)).toEqual([
      'dist/index.js is missing: run npm run build, or name it in "files"',
      'assets/handlers/login.mjs is missing: run npm run build, or name it in "files"',
    ]);
  });

  test.each([
    ['test/lib/users-api.test.ts', 'is of the repository'],
    ['packages/cli/dist/main.js', 'is of the repository'],
    ['dist/users-api.test.js', 'is a test'],
    ['dist/users-api.ts', 'is a source'],
    ['dist/index.js.map', 'is of a build'],
    ['dist/tsconfig.tsbuildinfo', 'is of a build'],
    ['.npmrc', 'is of this machine'],
  ])('with %s is refused: it %s', (path, what) => {
    expect(faultsOf(packed([...EXPECTED.files, path]), EXPECTED)).toContain(
      `${path} ${what}: leave it out by "files" in package.json`,
    );
  });

  test('may have the types of a package whose code is in one of its modules', () => {
    const types = 'dist/esm/types/packages/client/src/index.d.ts';
    expect(faultsOf(packed([...EXPECTED.files, types]), EXPECTED)).toEqual([]);
  });

  test('that is too large is refused', () => {
    expect(faultsOf(packed(EXPECTED.files, 1001), EXPECTED)).toEqual([
      'the tarball has 1001 bytes, expected at most 1000',
    ]);
  });

  test('with a file without contents is refused', () => {
    const files = EXPECTED.files.map((path) => ({ path, size: path === 'package.json' ? 0 : 1 }));
    expect(faultsOf({ size: 1, files }, EXPECTED)).toEqual(['package.json is empty']);
  });
});

test('what exports names is found under every condition', () => {
  expect(
    exportedFiles({
      '.': './dist/index.js',
      './admin': { import: { types: './a.d.ts', default: './a.js' }, require: './a.cjs' },
    }),
  ).toEqual(['dist/index.js', 'a.d.ts', 'a.js', 'a.cjs']);
});
