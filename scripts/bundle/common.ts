/** Has esbuild make the chunks that cost least at a cold start. */
import { relative, sep } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';
import { chunksOf } from './chunks.ts';
import { loadedWith, mayLoad, sourcesOf } from './loaded.ts';

/** Of what entries import, so that all of it is in one chunk; the number of the chunk is behind it. */
export const COMMON = 'common';

/** An entry with what it loads beside what it imports. */
export const COMMON_ENTRY = 'common-entry';

export interface Common {
  /** Sources of each chunk that esbuild would not make by itself, from the root. */
  readonly chunks: readonly (readonly string[])[];
  /** Numbers of those that an entry imports, by the entry as esbuild names it. */
  readonly entries: ReadonlyMap<string, readonly number[]>;
}

/** @param metafile of a build that only splits */
export function commonOf(metafile: Metafile): Common {
  const { inputs, outputs } = metafile;
  const made = new Map(
    Object.entries(outputs).flatMap(([output, { entryPoint }]) =>
      entryPoint === undefined ? [] : [[entryPoint, output] as const],
    ),
  );
  const bytes = sourcesOf(Object.keys(outputs), metafile);
  const loadedBy = (output: string) =>
    new Set([...sourcesOf(loadedWith(output, outputs), metafile).keys()].filter(isModule));
  const own = new Map([...made].map(([entry, output]) => [entry, loadedBy(output)]));
  const wanted = new Map(
    [...own].map(([entry, sources]) => [
      entry,
      new Set([...sources, ...loadedBefore(entry, own, made, metafile)]),
    ]),
  );
  const imports = Object.entries(inputs).map(([source, { imports: all }]) => {
    const loaded = all.filter(({ kind, path }) => kind !== 'dynamic-import' && bytes.has(path));
    return [source, loaded.map(({ path }) => path)] as const;
  });
  const chunks = chunksOf({ entries: wanted, bytes, imports: new Map(imports) }).filter(
    ({ sources, loadedBy: entries }) =>
      sources.some((source) =>
        [...own].some(([entry, loaded]) => loaded.has(source) !== entries.has(entry)),
      ),
  );
  const numbersFor = (entry: string) =>
    [...chunks.keys()].filter((number) => chunks[number]?.loadedBy.has(entry));
  return {
    chunks: chunks.map(({ sources }) => sources),
    entries: new Map([...made.keys()].map((entry) => [entry, numbersFor(entry)])),
  };
}

/**
 * What every function has loaded that may load this entry later. If it says that it needs that too, it splits none of it; what only one
 * function loads is no chunk.
 */
function loadedBefore(
  entry: string,
  own: ReadonlyMap<string, ReadonlySet<string>>,
  made: ReadonlyMap<string, string>,
  metafile: Metafile,
): ReadonlySet<string> {
  const output = made.get(entry) ?? '';
  const first = new Set(laterIn(metafile));
  const users = [...made]
    .filter(
      ([each, from]) => !first.has(each) && each !== entry && mayLoad(from, metafile).has(output),
    )
    .map(([each]) => own.get(each) ?? new Set<string>());
  const [one = new Set<string>(), ...others] = users;
  const shared = [...one].filter(
    (source) =>
      others.every((each) => each.has(source)) &&
      [...own.values()].filter((each) => each.has(source)).length > 1,
  );
  return new Set(shared);
}

/** Entries that are imported by `import()`. */
function laterIn({ outputs }: Metafile): readonly string[] {
  return Object.values(outputs).flatMap(({ imports }) =>
    imports.flatMap(({ kind, path }) => {
      const source = kind === 'dynamic-import' ? outputs[path]?.entryPoint : undefined;
      return source === undefined ? [] : [source];
    }),
  );
}

/** Not what a plugin makes, nor JSON, which esbuild imports by its members. */
function isModule(source: string): boolean {
  return /^[^:]+\.[cm]?[jt]s$/.test(source);
}

/** The imports of the chunks that an entry loads. */
export function importsOf({ entries }: Common, entry: string): string {
  return (entries.get(entry) ?? []).map((number) => `import '${COMMON}:${number}';`).join('\n');
}

/**
 * Resolves `COMMON`, and lets entries import it that are files; those that are not have it from what makes them. To be the first plugin:
 * esbuild takes what is said first of a file's side effects.
 */
export function commonPlugin(common: Common, root: string): Plugin {
  const fromRoot = (file: string) => relative(root, file).replaceAll(sep, '/');
  const kept = new Set(common.chunks.flat());
  return {
    name: COMMON,
    setup(esbuild) {
      esbuild.onResolve({ filter: new RegExp(`^${COMMON}:`) }, ({ path }) => ({
        path: path.replace(`${COMMON}:`, ''),
        namespace: COMMON,
        sideEffects: true,
      }));
      esbuild.onLoad({ filter: /.*/, namespace: COMMON }, ({ path }) => ({
        contents: (common.chunks[Number(path)] ?? [])
          .map((source) => `import './${source}';`)
          .join('\n'),
        resolveDir: root,
      }));
      // Packages say that they have no side effects, and an import of nothing would be left out.
      esbuild.onResolve({ filter: /^[^:]*$/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData !== undefined) return undefined;
        const resolved = await esbuild.resolve(path, { ...from, pluginData: COMMON });
        const source = fromRoot(resolved.path);
        const isEntry = from.kind === 'entry-point' || from.kind === 'dynamic-import';
        if (isEntry && importsOf(common, source) !== '') {
          return { path: source, namespace: COMMON_ENTRY };
        }
        return kept.has(source) ? { ...resolved, sideEffects: true } : resolved;
      });
      esbuild.onLoad({ filter: /.*/, namespace: COMMON_ENTRY }, ({ path }) => ({
        contents: `${importsOf(common, path)} export * from './${path}';`,
        resolveDir: root,
      }));
    },
  };
}
