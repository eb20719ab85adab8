import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { brokenRules } from '../../scripts/imports/broken-rules.ts';
import { HOUSES, RULES } from '../../scripts/imports/rules.ts';

afterAll(removeTemporaryDirectories);

/** Lines of a project of these modules, by their paths. */
async function linesOf(modules: Readonly<Record<string, string>>): Promise<string[]> {
  const project = temporaryDirectory();
  for (const [file, text] of Object.entries(modules)) {
    mkdirSync(path.join(project, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(project, file), text);
  }
  const folders = [...new Set(Object.keys(modules).map((file) => file.split('/')[0] ?? ''))];
  return brokenRules(folders, RULES, project);
}

/** Names of the rules that the imports of some modules break. */
const brokenBy = async (modules: Readonly<Record<string, string>>) =>
  (await linesOf(modules)).map((line) => line.split(':')[0] ?? '');

/** A module that imports another one by a type. */
function importing(from: string, to: string): Record<string, string> {
  const specifier = path.relative(path.dirname(from), to);
  const relative = specifier.startsWith('.') ? specifier : `./${specifier}`;
  return {
    [from]: `import type { To } from '${relative}';\nexport type From = To;\n`,
    [to]: 'export type To = string;\n',
  };
}

/** A file in each room, bottom first, of the houses. */
const FILES = HOUSES.map(({ folder, rooms }) =>
  rooms.map((room) => {
    const name = typeof room === 'string' ? `${room}/file` : room[0]?.replace('*', 'any');
    return `${folder}/${name}.ts`;
  }),
);

test('every room of a house has its place in the order', () => {
  const project = path.join(import.meta.dirname, '../..');
  const found = HOUSES.flatMap(({ folder, rooms }) =>
    readdirSync(path.join(project, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !rooms.includes(entry.name))
      .map(({ name }) => `${folder}/${name}`),
  );
  expect(found).toEqual([]);
});

describe('an import against the order of the rooms', () => {
  /** Each room, with the next above it. */
  const pairs = FILES.flatMap((files) => files.slice(1).map((upper, i) => [files[i] ?? '', upper]));

  test('is refused for each, even for a type', async () => {
    const modules = pairs.map(([lower = '', upper = '']) => importing(lower, upper));
    // A room is in two pairs, first as what is imported, then as what imports the next.
    const lines = await linesOf(Object.assign({}, ...modules));
    const refused = lines.filter((line) => /^\S*-is-below: /.test(line));
    expect(refused).toEqual(
      expect.arrayContaining(
        pairs.map(([lower, upper]) => expect.stringContaining(`: ${lower} imports ${upper}. In `)),
      ),
    );
  });

  test('is allowed in the other direction', async () => {
    const house = FILES.find(([first]) => first?.startsWith('lambda/users/')) ?? [];
    const modules = house.slice(1).map((upper, index) => importing(upper, house[index] ?? ''));
    expect(await linesOf(Object.assign({}, ...modules))).toEqual([]);
  });
});

describe('an import', () => {
  test('that closes a cycle is refused, even for types', async () => {
    const modules = {
      'lib/a.ts': "import type { B } from './b.ts';\nexport type A = B;\n",
      'lib/b.ts': "import type { C } from './c.ts';\nexport type B = C;\n",
      'lib/c.ts': "import type { A } from './a.ts';\nexport type C = A | string;\n",
    };
    expect(new Set(await brokenBy(modules))).toEqual(new Set(['no-cycles']));
  });

  test.each([
    ['lambda/adapters/a.ts', 'lambda/auth/b.ts', 'lambda-adapters-apart'],
    ['lambda/http/a.ts', 'lambda/adapters/b.ts', 'lambda-http-apart'],
    ['lambda/http/a.ts', 'lambda/composition/b.ts', 'lambda-http-apart'],
    ['lambda/handlers/a.ts', 'lambda/exports/b.ts', 'lambda-handlers-apart'],
    ['lambda/users/a.ts', 'lib/errors.ts', 'lambda-users-files'],
    ['lambda/composition/a.ts', 'lib/users-api.ts', 'only-contract'],
    ['lambda/composition/a.ts', 'packages/local/src/main.ts', 'only-contract'],
    ['lib/a.ts', 'lambda/users/b.ts', 'construct-without-runtime'],
    ['packages/local/src/a.ts', 'lib/contract/b.ts', 'local-of-its-own'],
    ['packages/client/src/a.ts', 'lib/contract/b.ts', 'client-of-its-own'],
    ['lambda/handlers/login/a.ts', 'lambda/handlers/login/b.ts', 'handlers-are-entries'],
    ['lambda/auth/a.ts', 'test/support/b.ts', 'tests-stay-outside'],
    ['lib/contract/a.ts', 'lib/b.ts', 'lib-contract-files'],
  ])('in %s of %s breaks %s', async (from, to, rule) => {
    expect(await brokenBy(importing(from, to))).toContain(rule);
  });

  test.each([
    ['lambda/users/a.ts', "import { readFile } from 'node:fs';", ['lambda-users-packages']],
    ['lambda/users/a.ts', "import { createHash } from 'node:crypto';", []],
    ['lambda/auth/a.ts', "import { connect } from 'node:net';", ['lambda-auth-packages']],
    ['packages/client/src/a.ts', "import { join } from 'node:path';", ['client-of-its-own']],
    ['lib/contract/a.ts', "import { createHash } from 'node:crypto';", ['lib-contract-packages']],
  ])('in %s: %s', async (file, text, rules) => {
    expect(await brokenBy({ [file]: `${text}\nexport const a = 1;\n` })).toEqual(rules);
  });

  test('in a folder that does not exist is an error', async () => {
    const nowhere = brokenRules(['nowhere'], RULES, temporaryDirectory());
    await expect(nowhere).rejects.toThrow('nowhere');
  });
});
