import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { synthesize } from 'cdk-users-api-local/cloudformation/synthesis';
import { namesOf } from '../../packages/cli/src/init/names.ts';
import { writeApp } from '../../packages/cli/src/init/write.ts';
import { version } from '../../packages/cli/src/version.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/**
 * Writes what `dev --demo` runs: a new app, synthesised with the construct as it is built, so that it needs no packages
 * but the DynamoDB engine.
 */
export async function buildDemo(destination: string): Promise<void> {
  await mkdir(path.join(ROOT, '.cache'), { recursive: true });
  const project = await mkdtemp(path.join(ROOT, '.cache', 'demo-'));
  try {
    const names = namesOf('demo');
    const options = { language: 'typescript', packageManager: 'npm', bringNode: false } as const;
    await writeApp({ folder: project, names, version, ...options });
    await mkdir(path.join(project, 'node_modules'));
    await symlink(ROOT, path.join(project, 'node_modules', 'cdk-users-api'), 'junction');
    await synthesize({ project, output: destination });
    // What only other tools read.
    for (const name of ['tree.json', `${names.stack}.metadata.json`]) {
      await rm(path.join(destination, name));
    }
    const licences = 'THIRD-PARTY-LICENSES.txt';
    await cp(path.join(ROOT, 'assets', licences), path.join(destination, licences));
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}
