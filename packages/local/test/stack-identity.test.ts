import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { LocalStackOptions } from '../src/options.ts';
import { type LocalStack, startLocalStack } from '../src/stack.ts';
import { writeAssembly } from './support/assembly.ts';
import { BUNDLES, fixtureTemplate } from './support/fixture-stack.ts';
import { removeTemporaryDirectories, temporaryDirectory } from './support/temporary-directory.ts';

const template = fixtureTemplate();
let stack: LocalStack;

async function start(options: Partial<LocalStackOptions> = {}): Promise<LocalStack> {
  const assembly = writeAssembly(template, { bundles: BUNDLES });
  stack = await startLocalStack({ assembly, data: temporaryDirectory(), port: 0, ...options });
  return stack;
}

afterEach(() => stack.stop());
afterAll(removeTemporaryDirectories);

describe('a stack on this machine', () => {
  test('gives its template as it was synthesised, and resolves what it says', async () => {
    const { template: own, resolve } = await start();
    expect(own).toEqual(template);
    expect(resolve([{ Ref: 'Table' }, { 'Fn::GetAtt': ['Bus', 'Arn'] }])).toEqual([
      'Fixture-Table',
      'arn:aws:events:us-east-1:000000000000:event-bus/fixture-bus',
    ]);
    expect(resolve({ Ref: 'Secret' })).toMatch(/:secret:Fixture-Secret-[0-9a-f]{6}$/);
    expect(resolve({ 'Fn::GetAtt': ['Table', 'StreamArn'] })).toMatch(
      /:table\/Fixture-Table\/stream\//,
    );
  });

  test('lets functions sign with one key, on which DynamoDB Local keeps one database', async () => {
    expect(await keyOf(await start())).toEqual(['local', 'local']);
  });

  test('lets a function sign with its own credentials if it is told to', async () => {
    const credentialsOf = (logicalId: string) => ({
      accessKeyId: `key${logicalId}`,
      secretAccessKey: 'secret',
    });
    expect(await keyOf(await start({ credentialsOf }))).toEqual(['keyReader', 'secret']);
  });
});

/** What the function behind a route signs with. */
async function keyOf({ url }: LocalStack): Promise<unknown[]> {
  const environment = (await (await fetch(`${url}/read/environment`)).json()) as NodeJS.ProcessEnv;
  return [environment.AWS_ACCESS_KEY_ID, environment.AWS_SECRET_ACCESS_KEY];
}
