/** A tarball on its way to npm. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What npm says of a version that was published a moment ago, or that another run publishes. */
const PUBLISHED = /EPUBLISHCONFLICT|cannot publish over the previously published versions/i;

/**
 * Publishes a tarball with its provenance, unless its version is published.
 *
 * @returns what was done, in a line
 * @throws {Error} with what npm says
 */
export async function publish(tarball: string): Promise<string> {
  const { stdout } = await run('tar', ['-xOzf', tarball, 'package/package.json']);
  const { name, version } = JSON.parse(stdout) as {
    readonly name: string;
    readonly version: string;
  };
  const id = `${name}@${version}`;
  const skipped = `${id} is published already`;
  if (await isPublished(id, version)) return skipped;
  try {
    await run('npm', [
      'publish',
      '--ignore-scripts',
      '--provenance',
      '--access',
      'public',
      tarball,
    ]);
  } catch (error) {
    const said = saidBy(error);
    if (PUBLISHED.test(said)) return skipped;
    throw new Error(`${id} is not published: ${said}`);
  }
  return `${id} is published`;
}

async function isPublished(id: string, version: string): Promise<boolean> {
  try {
    const { stdout } = await run('npm', ['view', id, 'version']);
    return stdout.trim() === version;
  } catch (error) {
    const said = saidBy(error);
    // The first version of a package.
    if (/E404/.test(said)) return false;
    throw new Error(`npm doesn't say whether ${id} is published: ${said}`);
  }
}

function saidBy(error: unknown): string {
  const { stderr, message } = error as Error & { readonly stderr?: string };
  return (stderr || message).trim();
}
