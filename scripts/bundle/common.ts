/**
 * What most actions load. esbuild makes a chunk of the sources that the same set of actions needs, which is
 * some thirty small files for each action, and each file costs Node.js a quarter of a millisecond at a cold start.
 * If every action that needs most of the common sources says that it needs all of them, they are one chunk.
 */
import { readFile } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';
import type { Action } from '../../lib/contract/action.ts';
import { loadedFor, sourcesOf } from './loaded.ts';

/** Of what the entry of an action imports, so that all of it is in one chunk. */
export const COMMON = 'common';

export interface Common {
  /** Sources, from the root. */
  readonly sources: ReadonlySet<string>;
  /** Names of the actions that load all of them. */
  readonly actions: ReadonlySet<string>;
  /** Sources, from the root, that functions load later, if at all. */
  readonly later: ReadonlySet<string>;
}

/**
 * @param metafile of a build that only splits
 * @returns what more than half of the actions load, and the actions that load more than half of that
 */
export function commonOf(metafile: Metafile, actions: readonly Pick<Action, 'name'>[]): Common {
  const loaded = actions.map((action) => ({
    name: action.name,
    sources: sourcesOf(loadedFor(action, metafile), metafile),
  }));
  const bytes = new Map(loaded.flatMap(({ sources }) => [...sources]));
  const common = [...bytes.keys()].filter((source) => {
    const users = loaded.filter(({ sources }) => sources.has(source));
    return isModule(source) && users.length > actions.length / 2;
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
    later: new Set(loadedLater(metafile).filter((source) => !common.includes(source))),
  };
}

/** What is imported by `import()`. */
function loadedLater({ outputs }: Metafile): readonly string[] {
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

/**
 * Resolves `COMMON`. What is loaded later loads it first, which it finds loaded: else each part of it that something later needs,
 * too, would be a chunk by itself.
 */
export function commonPlugin({ sources, later }: Common, root: string): Plugin {
  const fromRoot = (file: string) => relative(root, file).replaceAll(sep, '/');
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
        const isCommon = sources.has(fromRoot(resolved.path));
        return isCommon ? { ...resolved, sideEffects: true } : resolved;
      });
      esbuild.onLoad({ filter: /\.[cm]?[jt]s$/ }, async ({ path }) => {
        if (!later.has(fromRoot(path))) return undefined;
        const text = await readFile(path, 'utf8');
        const loader = path.endsWith('ts') ? 'ts' : 'js';
        return { contents: `import '${COMMON}';\n${text}`, loader, resolveDir: dirname(path) };
      });
    },
  };
}
