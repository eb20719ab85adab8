import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';

const PROJECT = path.join(__dirname, '../..');
const DOCUMENTS = [
  'README.md',
  ...readdirSync(path.join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** A whole CDK app in a document. */
interface Snippet {
  /** Such as `docs/deploy.md, Two in one stack`. */
  readonly name: string;
  readonly code: string;
}

/**
 * Every TypeScript block that imports the package; the others are parts. One that begins with its name is a file of
 * a project, which `test/docs/testing.test.ts` runs.
 */
function snippetsOf(document: string): Snippet[] {
  const snippets: Snippet[] = [];
  let heading = '';
  const text = readFileSync(path.join(PROJECT, document), 'utf8');
  for (const [, title, code = ''] of text.matchAll(/^## ([^\n]+)$|^```ts\b[^\n]*\n(.*?)^```$/gms)) {
    heading = title ?? heading;
    const name = `${document}, ${heading}`;
    const isFile = /^\/\/ \S+\.ts\n/.test(code);
    if (!isFile && code.includes("from 'cdk-users-api'")) snippets.push({ name, code });
  }
  return snippets;
}

/** Runs apps in one process, as each takes seconds to load the CDK. */
async function runApps(files: readonly string[]): Promise<void> {
  const program = path.join(__dirname, 'run-apps.ts');
  await promisify(execFile)('node', ['--import', 'tsx', program, ...files], {
    cwd: PROJECT,
    env: { ...process.env, CDK_VALIDATION: 'false', NODE_OPTIONS: '' },
  });
}

/** The result of an app. */
function outcomeOf(file: string) {
  const [error, output] = [`${file}.error`, `${file}.out`];
  const written = existsSync(output) ? readdirSync(output) : [];
  const templates = written.filter((each) => each.endsWith('.template.json'));
  return {
    error: existsSync(error) ? readFileSync(error, 'utf8') : undefined,
    templates: templates.length > 0 ? templates : undefined,
  };
}

describe('the app in', () => {
  const snippets = DOCUMENTS.flatMap(snippetsOf);
  let folder: string;

  const fileOf = (snippet: Snippet) => path.join(folder, `${snippets.indexOf(snippet)}.ts`);

  beforeAll(async () => {
    // Inside the project, so that they find aws-cdk-lib.
    folder = mkdtempSync(path.join(PROJECT, 'cdk.out-snippets-'));
    // From the sources, so that nothing has to be built.
    const library = JSON.stringify(path.join(PROJECT, 'lib'));
    for (const snippet of snippets) {
      writeFileSync(fileOf(snippet), snippet.code.replace("'cdk-users-api'", library));
    }
    await runApps(snippets.map(fileOf));
    // One after another, about a second each where nothing else runs.
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('the README and in the guide to deployment is looked at', () => {
    const documents = new Set(snippets.map(({ name }) => name.split(',')[0]));
    expect([...documents]).toEqual(expect.arrayContaining(['README.md', 'docs/deploy.md']));
  });

  test.each(snippets)('$name synthesises as it stands', (snippet) => {
    expect(outcomeOf(fileOf(snippet))).toEqual({ error: undefined, templates: expect.anything() });
  });

  test('the distribution in front of the API forwards host and viewer, and sends the secret', () => {
    const [snippet] = snippets.filter(({ name }) => /waf\.md, In front/.test(name));
    if (snippet === undefined) throw new Error('no such snippet');
    const file = path.join(`${fileOf(snippet)}.out`, 'MyApp.template.json');
    const template = Template.fromString(readFileSync(file, 'utf8'));
    template.hasResourceProperties('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: {
        HeadersConfig: {
          HeaderBehavior: 'allViewerAndWhitelistCloudFront',
          Headers: ['CloudFront-Viewer-Address'],
        },
      },
    });
    const header = {
      HeaderName: 'x-origin-verify',
      HeaderValue: { 'Fn::Join': ['', Match.arrayWith(['{{resolve:secretsmanager:'])] },
    };
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Origins: [
          {
            DomainName: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalDomainName'] },
            OriginCustomHeaders: [header],
          },
        ],
      },
    });
  });

  test('every document compiles', async () => {
    const tsc = path.join(PROJECT, 'node_modules/typescript/bin/tsc');
    const compilerOptions = { noUnusedLocals: false };
    const options = { extends: '../tsconfig.json', compilerOptions, include: ['*.ts'] };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(options));
    const problems = await promisify(execFile)('node', [tsc, '-p', folder]).then(
      () => [],
      ({ stdout }) => stdout.trim().split('\n'),
    );
    // A file is named after its snippet's place in the list.
    const named = problems.map((line: string) =>
      line.replace(/^\S*?(\d+)\.ts/, (_, index) => String(snippets[index]?.name)),
    );
    expect(named).toEqual([]);
  });

  test('a document that throws, does not synthesise or makes no stack would be found', async () => {
    const apps = {
      throws: 'throw new TypeError("as told")',
      fails: "import { App, Stack } from 'aws-cdk-lib'; new Stack(new App(), '%');",
      makesNothing: "import { App } from 'aws-cdk-lib'; new App();",
      works: "import { App, Stack } from 'aws-cdk-lib'; new Stack(new App(), 'Stack');",
    };
    const files = Object.entries(apps).map(([name, code]) => {
      const file = path.join(folder, `${name}.ts`);
      writeFileSync(file, code);
      return file;
    });
    await runApps(files);
    expect(files.map(outcomeOf)).toEqual([
      { error: expect.stringContaining('TypeError: as told'), templates: undefined },
      { error: expect.stringContaining('Stack name must match'), templates: undefined },
      { error: undefined, templates: undefined },
      { error: undefined, templates: ['Stack.template.json'] },
    ]);
  });
});
