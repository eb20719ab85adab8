import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readStack } from '../../src/cloudformation/assembly.ts';
import { writeAssembly } from '../support/assembly.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

afterAll(removeTemporaryDirectories);

describe('a cloud assembly', () => {
  test('gives the stack, its template and its assets', async () => {
    const directory = writeAssembly({ Resources: {} }, { bundles: { abc: 'export {};' } });
    const stack = await readStack(directory);
    expect(stack).toMatchObject({
      name: 'Fixture',
      environment: { account: '000000000000', region: 'us-east-1' },
      template: { Resources: {} },
    });
    expect(stack.asset('abc.zip')).toEqual({
      path: path.join(directory, 'asset.abc'),
      packaging: 'zip',
    });
    expect(stack.asset('other.zip')).toBeUndefined();
  });

  test('gives the account and region that a stack is bound to', async () => {
    const directory = writeAssembly({}, { environment: 'aws://111122223333/eu-central-1' });
    expect((await readStack(directory)).environment).toEqual({
      account: '111122223333',
      region: 'eu-central-1',
    });
  });

  test('with several stacks needs the name of one', async () => {
    const directory = writeAssembly({});
    const manifest = path.join(directory, 'manifest.json');
    const content = JSON.parse(readFileSync(manifest, 'utf8'));
    content.artifacts.Other = content.artifacts.Fixture;
    writeFileSync(manifest, JSON.stringify(content));
    await expect(readStack(directory)).rejects.toMatchObject({
      code: 'INVALID_TEMPLATE',
      message: 'the app has several stacks; pick one with --stack: Fixture, Other',
    });
    expect((await readStack(directory, 'Other')).name).toBe('Other');
    await expect(readStack(directory, 'Third')).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: 'the app does not have stack Third; it has Fixture, Other',
    });
  });

  test('that does not exist is refused with the missing file', async () => {
    await expect(readStack(temporaryDirectory())).rejects.toMatchObject({
      code: 'INVALID_TEMPLATE',
      message: expect.stringMatching(/^cannot read .*manifest\.json: ENOENT/),
    });
  });
});
