import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { PROJECT } from './markdown.ts';

const DOCUMENTS = ['docs/client.md', 'docs/frontend.md'];
const MODULE = 'cdk-users-api/client';

/** What the documents import from beside them: as `openapi-typescript` writes it. */
const PATHS = `
export interface paths {
  '/users/login/jwt': { post: { responses: { 204: { content?: never } } } };
  '/users/me': {
    get: { responses: { 200: { content: { 'application/json': { name?: string } } } } };
  };
}
`;

/** The blocks that import the client, each a whole file. */
async function snippetsOf(document: string): Promise<string[]> {
  const text = await readFile(path.join(PROJECT, document), 'utf8');
  return [...text.matchAll(/^```tsx?\n(.*?)^```$/gms)]
    .map(([, code = '']) => code)
    .filter((code) => code.includes(`'${MODULE}'`));
}

test('what the documents show of the client compiles as it stands, in a browser', async () => {
  const snippets = (await Promise.all(DOCUMENTS.map(snippetsOf))).flat();
  expect(snippets.length).toBeGreaterThan(5);
  // Inside the project, for its packages.
  const folder = await mkdtemp(path.join(PROJECT, 'cdk.out-snippets-'));
  try {
    const compilerOptions = {
      ...{ module: 'ESNext', moduleResolution: 'Bundler', types: ['node'] },
      lib: ['ES2022', 'DOM', 'DOM.Iterable'],
      paths: { [MODULE]: [path.join(PROJECT, 'packages/client/src/index.ts')] },
    };
    const config = { extends: '../tsconfig.json', compilerOptions, include: ['*.ts'] };
    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
    await writeFile(path.join(folder, 'users-api.ts'), PATHS);
    await Promise.all(
      snippets.map((code, index) => writeFile(path.join(folder, `${index}.ts`), code)),
    );
    const tsc = path.join(PROJECT, 'node_modules/typescript/bin/tsc');
    const output = await promisify(execFile)('node', [tsc, '-p', folder]).then(
      () => '',
      ({ stdout }) => stdout,
    );
    expect(output).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
});
