import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { clientFile } from '../../packages/cli/src/openapi/client-file.ts';
import { clientGenerators } from './support/tools.ts';

const run = promisify(execFile);

const PROJECT = path.join(import.meta.dirname, '../..');
const SOURCES = path.join(import.meta.dirname, 'client-types');
/** Inside the project, for its packages. */
const FOLDER = path.join(PROJECT, '.cache/client-types');

/** The document of the stack in `client-types/NAME.cts`. */
async function documentOf(name: string): Promise<string> {
  const program = path.join(SOURCES, `${name}.cts`);
  const { stdout } = await run('node', ['--import', 'tsx', program], {
    cwd: PROJECT,
    env: { ...process.env, NODE_OPTIONS: '' },
    maxBuffer: 10_000_000,
  });
  const file = path.join(FOLDER, `${name}.json`);
  await writeFile(file, stdout);
  return file;
}

test('the types of cdk-users-api/client are those of the OpenAPI documents', async () => {
  const generators = await clientGenerators();
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const generator = path.join(generators, 'node_modules/openapi-typescript/bin/cli.js');
  const documents = {
    everything: await documentOf('everything'),
    model: await documentOf('model'),
    example: path.join(PROJECT, 'docs/openapi.json'),
  };
  for (const [name, file] of Object.entries(documents)) {
    const output = path.join(FOLDER, `${name}.ts`);
    await run('node', [generator, file, '--default-non-nullable=false', '-o', output]);
  }
  const own = clientFile(JSON.parse(await readFile(documents.model, 'utf8')));
  await writeFile(path.join(FOLDER, 'own.ts'), own);
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
