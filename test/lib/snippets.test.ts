import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const PROJECT = path.join(__dirname, '../..');
const DOCUMENTS = [
  'README.md',
  ...readdirSync(path.join(PROJECT, 'docs')).map((name) => `docs/${name}`),
];

/** A whole CDK app in a document. */
interface Snippet {
  /** Such as `docs/deploy.md, Two in one stack`. */
  readonly name: string;
  readonly code: string;
}

/** Every TypeScript block that imports the package; the others are parts. */
function snippetsOf(document: string): Snippet[] {
  const snippets: Snippet[] = [];
  let heading = '';
  const text = readFileSync(path.join(PROJECT, document), 'utf8');
  for (const [, title, code = ''] of text.matchAll(/^## ([^\n]+)$|^```ts\n(.*?)^```$/gms)) {
    heading = title ?? heading;
    const name = `${document}, ${heading}`;
    if (code.includes("from 'cdk-users-api'")) snippets.push({ name, code });
  }
  return snippets;
}

describe('the app in', () => {
  const snippets = DOCUMENTS.flatMap(snippetsOf);
  let folder: string;

  // Inside the project, so that they find aws-cdk-lib.
  beforeAll(() => {
    folder = mkdtempSync(path.join(PROJECT, 'cdk.out-snippets-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the README and in the guide to deployment are looked at', () => {
    const documents = new Set(snippets.map(({ name }) => name.split(',')[0]));
    expect([...documents]).toEqual(expect.arrayContaining(['README.md', 'docs/deploy.md']));
  });

  test.each(snippets)('$name synthesises as it stands', async (snippet) => {
    const file = path.join(folder, `${snippets.indexOf(snippet)}.ts`);
    // From the sources, so that nothing has to be built.
    const library = JSON.stringify(path.join(PROJECT, 'lib'));
    writeFileSync(file, snippet.code.replace("'cdk-users-api'", library));
    const output = `${file}.out`;
    await promisify(execFile)('node', ['--import', 'tsx', file], {
      cwd: PROJECT,
      env: { ...process.env, CDK_OUTDIR: output, CDK_VALIDATION: 'false', NODE_OPTIONS: '' },
    });
    const templates = readdirSync(output).filter((each) => each.endsWith('.template.json'));
    expect(templates.length).toBeGreaterThan(0);
  });
});
