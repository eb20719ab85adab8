/**
 * `npm run tables`: writes the tables of the documents that are made from the contract, removes padding
 * from the others, and writes the OpenAPI document of the example. With `--check` it writes nothing, and fails if there is something to
 * write.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { documents, faultsOf } from './tables/documents.ts';
import { exampleDocument } from './tables/example-document.ts';

const ROOT = path.join(import.meta.dirname, '..');

const all = [...(await documents()), await exampleDocument()];
if (process.argv.includes('--check')) {
  const faults = faultsOf(all);
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length === 0 ? 0 : 1;
} else {
  for (const { name, text, current } of all) {
    if (text !== current) await writeFile(path.join(ROOT, name), current);
  }
}
