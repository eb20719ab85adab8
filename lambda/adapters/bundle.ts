import { readFileSync } from 'node:fs';

/** The text of a file that the construct has laid beside the bundle. */
export function besideBundle(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
}
