import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { clientGenerators } from './support/tools.ts';

const run = promisify(execFile);

const PROJECT = path.join(import.meta.dirname, '../..');
const SOURCES = path.join(import.meta.dirname, 'client-types');
/** Inside the project, for its packages. */
const FOLDER = path.join(PROJECT, '.cache/client-types');

test('the types of cdk-users-api/client are those of the OpenAPI documents', async () => {
  const generators = await clientGenerators();
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const document = path.join(FOLDER, 'everything.json');
  const program = path.join(SOURCES, 'document.cts');
  const environment = { ...process.env, NODE_OPTIONS: '' };
  const printed = await run('node', ['--import', 'tsx', program], {
    cwd: PROJECT,
    env: environment,
    maxBuffer: 10_000_000,
  });
  await writeFile(document, printed.stdout);
  const generator = path.join(generators, 'node_modules/openapi-typescript/bin/cli.js');
  const documents = { everything: document, example: path.join(PROJECT, 'docs/openapi.json') };
  for (const [name, file] of Object.entries(documents)) {
    await run('node', [generator, file, '-o', path.join(FOLDER, `${name}.ts`)]);
  }
  await writeFile(
    path.join(FOLDER, 'check.ts'),
    await readFile(path.join(SOURCES, 'check.ts'), 'utf8'),
  );
  const compilerOptions = {
    ...{ module: 'ESNext', moduleResolution: 'Bundler', noUnusedLocals: false },
    paths: { 'cdk-users-api/client': [path.join(PROJECT, 'packages/client/src/index.ts')] },
  };
  await writeFile(
    path.join(FOLDER, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', compilerOptions, include: ['*.ts'] }),
  );
  const tsc = path.join(PROJECT, 'node_modules/typescript/bin/tsc');
  const output = await run('node', [tsc, '-p', FOLDER]).then(
    () => '',
    ({ stdout }) => stdout,
  );
  expect(output).toBe('');
});
