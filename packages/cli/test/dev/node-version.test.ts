import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { checkNodeVersion } from '../../src/dev/node-version.ts';

function messageOf(work: () => void): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each(['20.20.2', '22.21.0', '23.11.1'])(
  'Node.js %s is refused in one line, with the command that brings a newer one',
  (version) => {
    expect(() => checkNodeVersion({ version })).toThrow(
      expect.objectContaining({
        name: 'Failure',
        message: `functions run on Lambda's Node.js 24, and this is ${version}: run \`npm install --save-dev node@24\` and then this command again by npx`,
      }),
    );
  },
);

test('the demo, which has no project, is started with a newer Node.js as the README does', async () => {
  const line = /`(npx .*)`$/.exec(
    messageOf(() => checkNodeVersion({ demo: true, version: '22.21.0' })),
  )?.[1];
  expect(await readFile(path.join(import.meta.dirname, '../../../../README.md'), 'utf8')).toContain(
    `\`\`\`sh\n${line}\n\`\`\``,
  );
});

test.each(['24.0.0', '24.21.0', '26.1.0', '100.0.0'])('Node.js %s runs functions', (version) => {
  expect(() => checkNodeVersion({ version })).not.toThrow();
});
