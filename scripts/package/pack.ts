import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Packed } from './contents.ts';

/** What `npm pack` says of the tarball that it made. */
export interface Tarball extends Packed {
  readonly name: string;
  readonly version: string;
  /** In the folder that it was made in. */
  readonly filename: string;
  /** Hash of the tarball, as lock files have it. */
  readonly integrity: string;
}

/** Packs a package as it is, without the build of `prepack`. */
export async function pack(source: string, folder: string): Promise<Tarball> {
  const parameters = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', parameters, { cwd: source });
  return JSON.parse(stdout)[0];
}
