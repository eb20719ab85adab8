import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadUserModel } from '../../lambda/adapters/user-model/load.ts';
import { Client } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import { type CodeBlock, codeBlocks, PROJECT } from './markdown.ts';

const EXAMPLE = path.join(PROJECT, 'examples/user-model.ts');

describe('the guide to custom users', () => {
  let blocks: CodeBlock[];
  let folder: string;
  let system: LocalSystem;

  beforeAll(async () => {
    blocks = await codeBlocks('docs/custom-users.md');
    // In the project, so that modules find the libraries of schemas.
    folder = await mkdtemp(path.join(PROJECT, 'test/docs/.models-'));
    system = await startLocalSystem({ app: path.join(PROJECT, 'examples/custom-user-model.ts') });
  });
  afterAll(async () => {
    await system?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const inSection = (section: string) => blocks.filter((block) => block.section === section);

  test('shows the model of the example, and the same with other libraries', async () => {
    const modules = inSection('The module').map(({ code }) => code);
    expect(modules).toHaveLength(3);
    expect(modules[0]).toBe(await readFile(EXAMPLE, 'utf8'));
    for (const [index, code] of modules.entries()) {
      const file = path.join(folder, `${index}.ts`);
      await writeFile(file, code);
      const model = await loadUserModel(pathToFileURL(file).href);
      expect(model).toMatchObject({ privateFields: ['notes'], claimFields: ['plan'] });
      const body = { name: 'Ada', plan: 'pro', other: 1 };
      expect(await model.change(body, 'user', 'new')?.onto(undefined)).toEqual({
        name: 'Ada',
        plan: 'free',
        newsletter: false,
      });
    }
  });

  test('shows answers that the example gives', async () => {
    const client = new Client(system);
    const steps = inSection('What the API does with it');
    expect(steps.map(({ language }) => language)).toEqual(['http', 'json', 'http', 'json']);
    let answer: unknown;
    for (const { language, code } of steps) {
      if (language === 'http') {
        const [, method = '', route = '', body = ''] =
          /^(\w+) \/users(\S+)\s+(.*)$/s.exec(code) ?? [];
        answer = (await client.send(method, route, { json: JSON.parse(body) })).json;
      } else {
        expect(answer).toMatchObject(JSON.parse(code));
      }
    }
  });
});
