import { gunzipSync } from 'node:zlib';
import type { PageFile } from '../../lib/contract/documentation.ts';
import type { PageAsset } from '../../lib/contract/pages.ts';
import { besideBundle } from '../adapters/bundle.ts';
import type { Runtime } from './runtime.ts';

/** A file of the page as Lambda answers with it: compressed, and in base64. The build writes it so. */
export function gzippedFile(rt: Runtime, name: PageFile | PageAsset): string {
  return rt.once(`page:${name}`, () => besideBundle(`${name}.gz.base64`));
}

/** The text of a file, for callers that take nothing compressed. */
export function plainFile(rt: Runtime, name: PageFile | PageAsset): string {
  const compressed = () => Buffer.from(gzippedFile(rt, name), 'base64');
  return rt.once(`plain-page:${name}`, () => gunzipSync(compressed()).toString('utf8'));
}
