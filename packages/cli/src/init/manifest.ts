import { LAMBDA } from '../dev/node-version.ts';
import type { PackageManager } from './install.ts';

/** What `init` changes of a template's `package.json`. */
export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

interface Options {
  readonly version: string;
  readonly bringNode: boolean;
  readonly packageManager: PackageManager;
}

const NODE = { node: String(LAMBDA) };

/** Packages of this repository, which have one version. */
const OWN = ['cdk-users-api', 'cdk-users-api-cli'];

/** Which packages may run something when they are installed: only Node.js has to. */
export function scripts({ bringNode }: Pick<Options, 'bringNode'>): Record<string, boolean> {
  return { esbuild: false, ...(bringNode && { node: true }) };
}

/** A template's `package.json` as a new app has it: our own packages are those that this one came with. */
export function manifestOf(
  template: Manifest,
  { version, bringNode, packageManager }: Options,
): object {
  const own = (packages: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(packages).map(([name, range]) => [name, OWN.includes(name) ? version : range]),
    );
  return {
    ...template,
    dependencies: own(template.dependencies),
    devDependencies: { ...own(template.devDependencies), ...(bringNode && NODE) },
    ...(packageManager === 'npm' && { allowScripts: scripts({ bringNode }) }),
  };
}
