/** The packages of the repository: the construct at its root, and those in `packages/`. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
}

/** Manifests by their folders, which are relative to `root`. */
export async function manifestsOf(root: string): Promise<ReadonlyMap<string, Manifest>> {
  const packages = await readdir(path.join(root, 'packages'));
  const folders = ['.', ...packages.map((name) => path.join('packages', name))];
  const manifests = folders.map(async (folder) => {
    const text = await readFile(path.join(root, folder, 'package.json'), 'utf8');
    return [folder, JSON.parse(text) as Manifest] as const;
  });
  return new Map(await Promise.all(manifests));
}

/** Versions that are not the construct's, a line each. */
export function otherVersions(manifests: ReadonlyMap<string, Manifest>): string[] {
  const version = manifests.get('.')?.version;
  return [...manifests.values()]
    .filter((manifest) => manifest.version !== version)
    .map(
      ({ name, version: other }) =>
        `${name}: got ${other}, expected ${version}, as the construct has`,
    );
}
