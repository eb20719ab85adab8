/** What the packed package has to contain, and what it may not. */

export interface PackedFile {
  /** Relative to the package, such as `dist/index.js`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

export interface Packed {
  /** Bytes of the tarball. */
  readonly size: number;
  readonly files: readonly PackedFile[];
}

export interface Expected {
  /** Files without which the package doesn't work. */
  readonly files: readonly string[];
  /** Bytes of the tarball, at most. */
  readonly size: number;
}

/** What only the repository needs. `assets/` has bundles and texts, and `dist/` what jsii and esbuild made. */
const STRANGERS: readonly [pattern: RegExp, what: string][] = [
  [/(^|\/)(test|tests|scripts|bench|examples|node_modules)\//, 'is of the repository'],
  // Deeper, `packages/` has the types of a package whose code is in a module of this one.
  [/^packages\//, 'is of the repository'],
  [/\.(test|spec|snap)\b/, 'is a test'],
  [/(?<!\.d)\.ts$/, 'is a source'],
  [/\.(map|tsbuildinfo|tgz|log)$/, 'is of a build'],
  [/(^|\/)\.(env|npmrc|cache|local|ci|cspell)/, 'is of this machine'],
];

/** @returns a line for each fault */
export function faultsOf({ size, files }: Packed, expected: Expected): string[] {
  const present = new Set(files.map((file) => file.path));
  const missing = expected.files.filter((file) => !present.has(file));
  const strangers = files.flatMap((file) =>
    STRANGERS.filter(([pattern]) => pattern.test(file.path)).map(
      ([, what]) => `${file.path} ${what}: leave it out by "files" in package.json`,
    ),
  );
  const empty = files.filter((file) => file.size === 0).map(({ path }) => `${path} is empty`);
  return [
    ...missing.map((file) => `${file} is missing: run npm run build, or name it in "files"`),
    ...strangers,
    ...empty,
    ...(size > expected.size
      ? [`the tarball has ${size} bytes, expected at most ${expected.size}`]
      : []),
  ];
}

/** Every file that `exports`, or `bin`, names, whatever the conditions, relative to the package. */
export function exportedFiles(exports: unknown): string[] {
  if (typeof exports === 'string') return [exports.replace(/^\.\//, '')];
  return Object.values(Object(exports)).flatMap(exportedFiles);
}
