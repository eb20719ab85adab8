import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './run.ts';
import type { ContractSystem } from './system.ts';
import { contractPrograms } from './tools.ts';

const FOLDER = path.join(import.meta.dirname, '..');

/**
 * Requests that the document allows, and many that it doesn't: whether each is answered as the document says. Settings and
 * their reasons are in `schemathesis.toml`, values that only the API can have made in `hooks.py`.
 *
 * @param examples requests of each route that are made up, beside those that cover its schemas one after another
 */
export async function runSchemathesis(system: ContractSystem, examples?: number) {
  // It keeps caches where it runs.
  const cwd = await mkdtemp(path.join(tmpdir(), 'schemathesis-'));
  const program = path.join(await contractPrograms(), 'schemathesis');
  const url = system.variables.CONTRACT_URL ?? '';
  try {
    return await run(
      program,
      [
        ...['--config-file', path.join(FOLDER, 'schemathesis.toml')],
        ...['run', system.document, '--url', url],
        ...(examples === undefined
          ? ['--phases', 'coverage,stateful', '--max-examples', '2']
          : ['--max-examples', `${examples}`]),
      ],
      {
        cwd,
        variables: {
          ...system.variables,
          PYTHONPATH: FOLDER,
          PYTHONDONTWRITEBYTECODE: 'true',
          SCHEMATHESIS_HOOKS: 'hooks',
        },
      },
    );
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
