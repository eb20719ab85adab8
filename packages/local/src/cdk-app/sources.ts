import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Folders and files that are no sources: what tools make, and what is only read by people. */
const NO_SOURCE =
  /^(\..*|node_modules|cdk\.out|__pycache__|coverage|.*\.(md|pyc|log|tsbuildinfo|swp)|.*~)$/;

/** What a virtual environment of Python has. */
const VENV = 'pyvenv.cfg';

/** Whole paths. */
export interface Sources {
  readonly files: readonly string[];
  /** Those that have, or could have, some. */
  readonly folders: readonly string[];
}

/**
 * All files of a project that what it makes may depend on.
 *
 * @param except folders in it that are not looked at
 */
export function sourcesIn(root: string, except: readonly string[] = []): Sources {
  const files: string[] = [];
  const folders: string[] = [];
  const visit = (folder: string) => {
    if (except.includes(folder)) return;
    const entries = entriesOf(folder);
    if (entries.some(({ name }) => name === VENV)) return;
    folders.push(folder);
    for (const entry of entries) {
      if (NO_SOURCE.test(entry.name)) continue;
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(file);
      else if (entry.isFile()) files.push(file);
    }
  };
  visit(root);
  return { files, folders };
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
