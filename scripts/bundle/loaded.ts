/** What Node.js loads of the files that a build made. */
import type { Metafile } from 'esbuild';
import type { Action } from '../../lib/contract/action.ts';

/** Files by their names, and what they import; those of a metafile are either inputs or outputs. */
type Graph = Readonly<
  Record<string, { readonly imports: readonly { readonly path: string; readonly kind: string }[] }>
>;

/** A file and what it imports, and so on, but not what it may import later. */
export function loadedWith(file: string, graph: Graph, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind } of graph[file]?.imports ?? []) {
    if (kind === 'import-statement' && path in graph) loadedWith(path, graph, found);
  }
  return found;
}

/** The outputs that Lambda loads for an action. */
export function loadedFor(action: Pick<Action, 'name'>, { outputs }: Metafile): Set<string> {
  return loadedWith(entryOf(action, outputs), outputs);
}

/** What an output loads, at once or later. */
export function mayLoad(output: string, { outputs }: Metafile): Set<string> {
  const found = new Set([output]);
  // What is added on the way is visited as well.
  for (const file of found) {
    for (const { path } of outputs[file]?.imports ?? []) if (path in outputs) found.add(path);
  }
  return found;
}

function entryOf({ name }: Pick<Action, 'name'>, outputs: Graph): string {
  const entry = Object.keys(outputs).find((file) => file.endsWith(`/${name}.mjs`));
  if (entry === undefined) throw new Error(`there is no bundle of ${name}`);
  return entry;
}

/** Bytes by source of what is in these outputs; what was shaken out is not. */
export function sourcesOf(files: Iterable<string>, { outputs }: Metafile): Map<string, number> {
  const sources = [...files].flatMap((file) => Object.entries(outputs[file]?.inputs ?? {}));
  return new Map(
    sources.flatMap(([source, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [[source, bytesInOutput] as const] : [],
    ),
  );
}
