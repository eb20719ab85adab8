import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { codeBlocks, PROJECT } from './markdown.ts';

test('the guide to hooks shows the example, which a test of its own runs', async () => {
  const [module] = await codeBlocks('docs/hooks.md');
  const example = await readFile(path.join(PROJECT, 'examples/user-hooks.ts'), 'utf8');
  expect(module?.code).toBe(
    example
      .replace("// In a project of your own: from 'cdk-users-api/define'.\n", '')
      .replace("'../lib/define'", "'cdk-users-api/define'"),
  );
});
