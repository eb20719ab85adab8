import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { licences } from '../bundle/licences.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** Writes the command as it is published. */
export function buildCommand(destination: string): Promise<void> {
  return bundle(destination, {
    main: 'packages/cli/src/main.ts',
    // The threads of functions load it, from next to the file that starts them.
    bootstrap: 'packages/local/src/lambda/bootstrap.ts',
  });
}

/** Writes what `npm create` runs, and next to it the templates that it and the command have in common. */
export async function buildCreate(folder: string): Promise<void> {
  const templates = path.join(folder, 'templates');
  await rm(templates, { recursive: true, force: true });
  await cp(path.join(ROOT, 'packages/cli/templates'), templates, { recursive: true });
  await bundle(path.join(folder, 'dist'), { main: 'packages/create-cdk-users-api/src/main.ts' });
}

/** Bundles programs, with the licences of all that is in them. */
async function bundle(
  destination: string,
  entryPoints: Readonly<Record<string, string>>,
): Promise<void> {
  await rm(destination, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: destination,
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    // Older than what `dev` needs, so that it can say so.
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    banner: {
      // CommonJS packages inside an ESM bundle call `require` for Node's own modules.
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  });
  await mkdir(destination, { recursive: true });
  // Loaded as they are into the processes of apps.
  for (const name of ['preload.cjs', 'reads.cjs']) {
    await cp(path.join(ROOT, 'packages/local/src/cdk-app', name), path.join(destination, name));
  }
  const notices = await licences(Object.keys(metafile.inputs), ROOT);
  await writeFile(path.join(destination, 'THIRD-PARTY-LICENSES.txt'), notices);
  await cp(path.join(ROOT, 'LICENSE'), path.join(destination, 'LICENSE'));
}
