import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A fenced block of a Markdown file. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** The last second-level heading before it. */
  readonly section: string;
}

export const PROJECT = path.join(import.meta.dirname, '../..');

/** @param file relative to the project's root */
export async function codeBlocks(file: string): Promise<CodeBlock[]> {
  const text = await readFile(path.join(PROJECT, file), 'utf8');
  const blocks: CodeBlock[] = [];
  let section = '';
  for (const match of text.matchAll(/^## ([^\n]+)$|^```(\w+)[^\n]*\n(.*?)^```$/gms)) {
    const [, heading, language = '', code = ''] = match;
    if (heading !== undefined) section = heading;
    else blocks.push({ language, code, section });
  }
  return blocks;
}
