/**
 * Publishes the tarballs of a folder to npm, one after the other, and skips what is published already: after a release
 * that ended halfway, the failed job is run again. Needs nothing but Node.js and npm, as the right to publish is beside it.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { publish } from './release/npm.ts';

const [folder = 'js'] = process.argv.slice(2);
try {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.tgz')).toSorted();
  if (files.length === 0) {
    throw new Error(`got no tarball in ${folder}, expected those of "npm run release:build"`);
  }
  for (const file of files) console.log(await publish(path.resolve(folder, file)));
} catch (error) {
  console.error(`release-npm: ${(error as Error).message}`);
  process.exitCode = 1;
}
