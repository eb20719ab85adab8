/**
 * What most actions load. esbuild makes a chunk of the sources that the same set of actions needs, which is
 * some thirty small files for each action, and each file costs Node.js a quarter of a millisecond at a cold start.
 * If every action that needs most of the common sources says that it needs all of them, they are one chunk.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';
import type { Action } from '../../lib/contract/action.ts';
import { loadedFor, mayLoad, sourcesOf } from './loaded.ts';

/** Of what the entry of an action imports, so that all of it is in one chunk. */
export const COMMON = 'common';

/** What is common, for code that loads a part of it later. */
export const COMMON_LATER = 'common-later';

export interface Common {
  /** Sources, from the root. */
  readonly sources: ReadonlySet<string>;
  /** Names of the actions that load all of them. */
  readonly actions: ReadonlySet<string>;
  /**
   * Sources, from the root, that functions load later, if at all; with those that are not common, and that every function has
   * loaded by then.
   */
  readonly later: ReadonlyMap<string, readonly string[]>;
}

/**
 * @param metafile of a build that only splits
 * @returns what more than two fifths of the actions load, and the actions that load more than half of that
 */
export function commonOf(metafile: Metafile, actions: readonly Pick<Action, 'name'>[]): Common {
  const loaded = actions.map((action) => ({
    name: action.name,
    sources: sourcesOf(loadedFor(action, metafile), metafile),
  }));
  const bytes = new Map(loaded.flatMap(({ sources }) => [...sources]));
  const common = [...bytes.keys()].filter((source) => {
    const users = loaded.filter(({ sources }) => sources.has(source));
    return isModule(source) && users.length > actions.length / 2.5;
  });
  const weigh = (sources: readonly string[]) =>
    sources.reduce((sum, source) => sum + (bytes.get(source) ?? 0), 0);
  return {
    sources: new Set(common),
    actions: new Set(
      loaded.flatMap(({ name, sources }) => {
        const own = common.filter((source) => sources.has(source));
        return weigh(own) > weigh(common) / 2 ? [name] : [];
      }),
    ),
    later: new Map(
      [...loadedLater(metafile)].flatMap(([source, output]) => {
        if (common.includes(source)) return [];
        const own = loaded.filter(({ name }) => mayLoad({ name }, metafile).has(output));
        const [first, ...others] = own.map(({ sources }) => sources);
        const before = [...(first?.keys() ?? [])].filter(
          (each) =>
            isModule(each) &&
            !common.includes(each) &&
            others.every((other) => other.has(each)) &&
            // What nothing else loads is no chunk, and what waits for this one may be in it.
            loaded.filter(({ sources }) => sources.has(each)).length > 1,
        );
        return [[source, before] as const];
      }),
    ),
  };
}

/** What is imported by `import()`, with the outputs that it begins. */
function loadedLater({ outputs }: Metafile): ReadonlyMap<string, string> {
  return new Map(
    Object.values(outputs).flatMap(({ imports }) =>
      imports.flatMap(({ kind, path }) => {
        const source = kind === 'dynamic-import' ? outputs[path]?.entryPoint : undefined;
        return source === undefined ? [] : [[source, path] as const];
      }),
    ),
  );
}

/** Not what a plugin makes, nor JSON, which esbuild imports by its members. */
function isModule(source: string): boolean {
  return /^[^:]+\.[cm]?[jt]s$/.test(source);
}

/**
 * Resolves `COMMON`. What is loaded later, be it common itself, first loads all that it finds loaded: else each part of that
 * which it needs would be a chunk by itself.
 */
export function commonPlugin({ sources, later }: Common, root: string): Plugin {
  const fromRoot = (file: string) => relative(root, file).replaceAll(sep, '/');
  const kept = new Set([...sources, ...[...later.values()].flat()]);
  return {
    name: COMMON,
    setup(esbuild) {
      esbuild.onResolve({ filter: new RegExp(`^${COMMON}$`) }, ({ path }) => ({
        path,
        namespace: COMMON,
        sideEffects: true,
      }));
      esbuild.onLoad({ filter: /.*/, namespace: COMMON }, () => ({
        contents: [...sources].map((source) => `import './${source}';`).join('\n'),
        resolveDir: root,
      }));
      // Packages say that they have no side effects, and an import of nothing would be left out.
      esbuild.onResolve({ filter: /^[^:]*$/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === COMMON || from.kind === 'entry-point') return undefined;
        const resolved = await esbuild.resolve(path, { ...from, pluginData: COMMON });
        const source = fromRoot(resolved.path);
        if (from.kind === 'dynamic-import' && sources.has(source)) {
          return { path: source, namespace: COMMON_LATER };
        }
        return kept.has(source) ? { ...resolved, sideEffects: true } : resolved;
      });
      esbuild.onLoad({ filter: /.*/, namespace: COMMON_LATER }, ({ path }) => ({
        contents: `import '${COMMON}'; export * from './${path}';`,
        resolveDir: root,
      }));
      esbuild.onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
        const before = later.get(fromRoot(path));
        if (before === undefined) return undefined;
        const first = [COMMON, ...before.map((source) => join(root, source))];
        const lines = first.map((each) => `import ${JSON.stringify(each)};`);
        const loader = path.endsWith('ts') ? 'ts' : 'js';
        const contents = [...lines, await readFile(path, 'utf8')].join('\n');
        return { contents, loader, resolveDir: dirname(path) };
      });
    },
  };
}
