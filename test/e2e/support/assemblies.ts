import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { synthesize } from 'cdk-users-api-local/cloudformation/synthesis';

/**
 * Whatever an app may import, or name by its path, when it is synthesised; and what synthesises it.
 */
export const SOURCES = [
  'assets',
  'bin',
  'examples',
  'lambda',
  'lib',
  'packages/local/src',
  'test/apps',
  'cdk.json',
  'package-lock.json',
] as const;

/** Variables that no app reads: they differ from worker to worker, and from shell to shell. */
const NO_INPUT =
  /^(_|COLOR|DYNAMODB_ENDPOINT|FORCE_COLOR|JEST_WORKER_ID|npm_.*|INIT_CWD|OLDPWD|PATH|PWD|SHLVL|TMPDIR)$/;

/** Longer than any suite takes: its functions load their code from here as they are called. */
const UNUSED_MS = 15 * 60_000;

/**
 * The cloud assembly of an app, synthesised only if there is none of the same sources yet.
 *
 * @param app a file among `SOURCES`; default the app of `cdk.json`
 * @returns its folder, which must not be changed
 */
export async function assemblyOf(project: string, app?: string): Promise<string> {
  const name = app === undefined ? 'default' : nameOf(project, app);
  const store = path.join(project, '.cache/assemblies', name);
  const inputs = await inputsOf(project, name);
  const folder = path.join(store, inputs);
  if (await isThere(folder)) {
    const now = new Date();
    await utimes(folder, now, now);
    return folder;
  }
  const draft = `${folder}.${randomUUID()}`;
  try {
    await synthesize({ project, output: draft, ...(app !== undefined && { app }) });
    // A file was saved in between: it could be made of the old one or the new one.
    if ((await inputsOf(project, name)) !== inputs) return await assemblyOf(project, app);
    await rename(draft, folder).catch(async (error) => {
      // Another worker was faster, with the same.
      if (!(await isThere(folder))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeUnused(store);
  return folder;
}

function nameOf(project: string, app: string): string {
  const file = path.relative(project, path.resolve(project, app));
  if (!SOURCES.some((source) => file.startsWith(`${source}${path.sep}`))) {
    throw new Error(`app: got ${app}, expected a file in ${SOURCES.join(', ')}: no change is seen`);
  }
  return file.replaceAll(path.sep, '-');
}

/** A hash of all that a synthesis depends on. */
async function inputsOf(project: string, name: string): Promise<string> {
  const hash = createHash('sha256');
  const variables = Object.entries(process.env).filter(([key]) => !NO_INPUT.test(key));
  hash.update(JSON.stringify([name, process.version, variables.sort()]));
  for (const source of SOURCES) {
    for (const file of await filesOf(path.join(project, source))) {
      const contents = await readFile(file);
      hash.update(JSON.stringify([path.relative(project, file), contents.length]));
      hash.update(contents);
    }
  }
  return hash.digest('hex').slice(0, 32);
}

async function filesOf(source: string): Promise<string[]> {
  if (!(await stat(source)).isDirectory()) return [source];
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

async function removeUnused(store: string): Promise<void> {
  const oldest = Date.now() - UNUSED_MS;
  for (const name of await readdir(store)) {
    const folder = path.join(store, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < oldest) await rm(folder, { recursive: true, force: true });
  }
}

async function isThere(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined)) !== undefined;
}
