import { build, type Metafile } from 'esbuild';
import type { Action } from '../../lib/contract/action.ts';
import { loadedWith } from './loaded.ts';

/** How much Lambda loads for each action, of the folder that is deployed. */
export async function loadedOf(
  actions: readonly Pick<Action, 'name'>[],
  handlers: string,
): Promise<(action: Pick<Action, 'name'>) => { readonly files: number; readonly bytes: number }> {
  const { metafile }: { metafile: Metafile } = await build({
    absWorkingDir: handlers,
    entryPoints: actions.map(({ name }) => `${name}.mjs`),
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    outdir: 'out',
    metafile: true,
    write: false,
  });
  return ({ name }) => {
    const loaded = [...loadedWith(`${name}.mjs`, metafile.inputs)];
    const bytes = loaded.reduce((sum, file) => sum + (metafile.inputs[file]?.bytes ?? 0), 0);
    return { files: loaded.length, bytes };
  };
}
