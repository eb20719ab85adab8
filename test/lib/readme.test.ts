import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { expect, test } from '@jest/globals';

const PROJECT = path.join(__dirname, '../..');

test('the stack in the README synthesises as it stands', () => {
  const readme = readFileSync(path.join(PROJECT, 'README.md'), 'utf8');
  const code = /^```ts\n(.*?)^```$/ms.exec(readme)?.[1];
  expect(code).toContain("from 'cdk-users-api'");
  // Inside the project, so that it finds aws-cdk-lib; from the sources, so that nothing is built.
  const folder = mkdtempSync(path.join(PROJECT, 'cdk.out-readme-'));
  try {
    const app = path.join(folder, 'app.ts');
    const library = JSON.stringify(path.join(PROJECT, 'lib'));
    writeFileSync(app, String(code).replace("'cdk-users-api'", library));
    execFileSync('node', ['--import', 'tsx', app], {
      cwd: PROJECT,
      env: {
        ...process.env,
        CDK_OUTDIR: path.join(folder, 'out'),
        CDK_VALIDATION: 'false',
        NODE_OPTIONS: '',
      },
    });
    const template = readFileSync(path.join(folder, 'out/MyApp.template.json'), 'utf8');
    const types = Object.values<{ Type: string }>(JSON.parse(template).Resources).map(
      ({ Type }) => Type,
    );
    expect(types).toContain('AWS::DynamoDB::GlobalTable');
    expect(types.filter((type) => type === 'AWS::Events::Rule')).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
