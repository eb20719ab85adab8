import type { PageFile } from '../../lib/contract/documentation.ts';
import { besideBundle } from '../adapters/bundle.ts';
import type { Runtime } from './runtime.ts';

/** A file of the page as Lambda answers with it: compressed, and in base64. The build writes it so. */
export function gzippedFile(rt: Runtime, name: PageFile): string {
  return rt.once(`page:${name}`, () => besideBundle(`${name}.gz.base64`));
}
