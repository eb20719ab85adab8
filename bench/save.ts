/** Writes a result: JSON with everything, and what is made from it for people. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { draw } from './draw.ts';
import { RESULTS, type Result } from './result.ts';
import { markdown } from './tables.ts';

/** Of each kind of file, by the ending of its name. */
export const FILES: Readonly<Record<string, (result: Result) => string>> = {
  json: (result) => `${JSON.stringify(result, undefined, 2)}\n`,
  md: markdown,
  svg: draw,
};

export async function save(name: string, result: Result): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  for (const [ending, text] of Object.entries(FILES)) {
    await writeFile(path.join(RESULTS, `${name}.${ending}`), text(result));
  }
}
