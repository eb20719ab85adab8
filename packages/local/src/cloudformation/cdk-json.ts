import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { LocalError } from '../errors.ts';

/** What the CDK's own command line reads from a project's `cdk.json`. */
export interface CdkJson {
  /** The command that synthesises. */
  readonly app?: string;
  /** The command that has to run before it. */
  readonly build?: string;
  readonly context?: object;
}

/**
 * @returns an empty object for a project without the file
 * @throws {LocalError} `SYNTH_FAILED`
 */
export async function readCdkJson(project: string): Promise<CdkJson> {
  const file = path.join(project, 'cdk.json');
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new LocalError('SYNTH_FAILED', `cannot read ${file}: ${(error as Error).message}`);
  }
}
