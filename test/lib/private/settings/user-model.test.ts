import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { UserModel, UsersApi } from '../../../../lib';
import { ACTIONS } from '../../../../lib/contract/index.ts';
import { functionOf, isAlwaysMade, refusal, synthesize } from '../../support';

const PROJECT = path.join(__dirname, '../../../..');
const EXAMPLE = 'examples/user-model.ts';

/** In the project, so that modules find the libraries of schemas. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(PROJECT, 'cdk.out-snippets-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function refused(source: string, name = 'model.ts'): string {
  const file = path.join(folder, name);
  writeFileSync(file, source);
  return refusal({ userModel: UserModel.fromFile(file) });
}

/** Those of an API with no options. */
const MADE = ACTIONS.filter(isAlwaysMade);

/** The code of each action's function: the folder in the cloud assembly. */
function codeOf(userModel?: UserModel): Map<string, string> {
  const outdir = mkdtempSync(path.join(folder, 'out-'));
  const app = new App({ outdir, postCliContext: { 'aws:cdk:disable-asset-staging': false } });
  const { template } = synthesize({ userModel }, new Stack(app, 'Test'));
  const constructs = MADE.map(({ name, perBackend }) => [
    name,
    (perBackend ? `${name}-jwt` : name).replace(/(?:^|-)(.)/g, (_, first) => first.toUpperCase()),
  ]);
  return new Map(
    constructs.map(([name = '', id]) => {
      const { Code } = functionOf(template, `Users${id}`);
      return [name, path.join(outdir, `asset.${Code.S3Key.replace('.zip', '')}`)];
    }),
  );
}

describe('a user model', () => {
  test('stands beside the bundles that load it, which stay as they were built', () => {
    const plain = codeOf();
    const code = codeOf(UserModel.fromFile(EXAMPLE));
    const models = new Set<string>();
    for (const { name, model } of MADE) {
      const directory = String(code.get(name));
      const bundle = (of: string) => readFileSync(path.join(of, 'index.mjs'), 'utf8');
      expect(bundle(directory)).toBe(bundle(path.join(PROJECT, 'assets', name)));
      if (model) {
        expect(readdirSync(directory).sort()).toEqual(['index.mjs', 'user-model.mjs']);
        models.add(readFileSync(path.join(directory, 'user-model.mjs'), 'utf8'));
      } else {
        expect(path.basename(directory)).toBe(path.basename(String(plain.get(name))));
      }
    }
    expect(models.size).toBe(1);
    expect([...models][0]).not.toContain(PROJECT);
  });

  test('makes another asset when it changes, and the same one when it does not', () => {
    const hash = (userModel: UserModel) => path.basename(String(codeOf(userModel).get('get-me')));
    const copy = path.join(folder, 'copy.ts');
    writeFileSync(copy, readFileSync(path.join(PROJECT, EXAMPLE)));
    const before = hash(UserModel.fromFile(copy));
    expect(hash(UserModel.fromFile(copy))).toBe(before);
    writeFileSync(copy, "import * as z from 'zod';\nexport default z.object({});\n");
    expect(hash(UserModel.fromFile(copy))).not.toBe(before);
  });

  test('is loaded by the functions that take, return or publish custom fields, or have a hook', () => {
    const named = ({ functions }: UsersApi) => Object.keys(functions);
    const { users, template } = synthesize({ userModel: UserModel.fromFile(EXAMPLE) });
    const ids = named(users).map((name) =>
      name.replace(/(?:^|-)(.)/g, (_, first) => first.toUpperCase()),
    );
    const without = ids.filter(
      (id) => !functionOf(template, `Users${id}`).Environment.Variables.USER_MODEL,
    );
    expect(without).toEqual([
      'LogoutJwt',
      'DeleteMySessions',
      'DeleteSessions',
      'EndLogins',
      'ForgotPassword',
      'RequestVerifyToken',
      'Jwks',
      'Discovery',
      'RotateKeys',
    ]);
  });
});

describe('a user model is refused', () => {
  test('without a file, with where it was looked for', () => {
    expect(refusal({ userModel: UserModel.fromFile('src/none.ts') })).toBe(
      'userModel: got no file src/none.ts, expected the path of a TypeScript or JavaScript module; ' +
        `relative paths start at the working directory, ${process.cwd()}`,
    );
  });

  test('that does not bundle, with file and line', () => {
    expect(refused("import * as z from 'zod';\nexport default z.object({;\n")).toMatch(
      /^userModel: got a module that does not bundle: cdk\.out-snippets-\w+\/model\.ts:2: Expected /,
    );
    expect(refused("\nimport { z } from 'no-such-package';\nexport default z;\n")).toMatch(
      /model\.ts:2: Could not resolve "no-such-package"/,
    );
  });

  test('that does not load, with the line of the source', () => {
    const source =
      "const part = (): never => {\n  throw new RangeError('too early');\n};\n\npart();\n";
    expect(refused(source)).toMatch(
      /^userModel: got a module that does not load: .*model\.ts:2: RangeError: too early, /,
    );
  });

  test('without a schema', () => {
    expect(refused('export const schema = {};\n')).toMatch(
      /^userModel: got no default export, in .*model\.ts:1, expected a Standard Schema/,
    );
    expect(refused('\nexport default {};\n')).toMatch(
      /got a default export that is no Standard Schema, in .*model\.ts:2, /,
    );
    expect(refused('export default () => {};\n', 'model.mjs')).toMatch(/model\.mjs:1, /);
  });

  test.each([
    [
      "import * as z from 'zod';\nexport default z.object({\n  name: z.string(),\n  email: z.email(),\n});\n",
    ],
    [
      "import * as v from 'valibot';\nexport default v.object({\n  name: v.string(),\n  'email': v.string(),\n});\n",
    ],
    [
      "import { type } from 'arktype';\nexport default type({\n  name: 'string',\n  'email?': 'string.email',\n});\n",
    ],
  ])('with a field that every user has: %j', (source) => {
    expect(refused(source)).toMatch(
      /^userModel: got a field named email, in .*model\.ts:4, expected other names than .*; rename the field$/,
    );
  });

  test('with a list of fields that the schema has not', () => {
    const source =
      "import * as z from 'zod';\nexport default z.object({ name: z.string() });\n" +
      "export const adminFields = ['plan'];\n";
    expect(refused(source)).toMatch(
      /^userModel: got adminFields with plan, which the schema has not, in .*model\.ts:3, /,
    );
  });

  test('whatever it prints while it loads', () => {
    expect(refused("console.log('{}');\nexport default 1;\n")).toMatch(/no Standard Schema/);
  });
});

describe('a project without esbuild', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('is told to install it', () => {
    jest.spyOn(Module, 'createRequire').mockImplementation(
      () =>
        ((name: string) => {
          throw Object.assign(new Error(`Cannot find module ${name}`), {
            code: 'MODULE_NOT_FOUND',
          });
        }) as never,
    );
    expect(refusal({ userModel: UserModel.fromFile(EXAMPLE) })).toBe(
      'userModel: got a module to bundle and no esbuild, expected esbuild among the packages of ' +
        'your project; run `npm install --save-dev esbuild`',
    );
  });
});

describe('a stack that is not asked for', () => {
  const make = (stacks: readonly string[]) => () => {
    const file = path.join(folder, 'throws.ts');
    writeFileSync(file, "throw new Error('it was run');");
    const app = new App({ context: { 'aws:cdk:bundling-stacks': stacks } });
    new UsersApi(new Stack(app, 'Test'), 'Users', { userModel: UserModel.fromFile(file) });
  };

  test.each([
    ['cdk ls', []],
    ['the deployment of another one', ['Other']],
  ])("doesn't run the module: %s", (_, stacks) => {
    expect(make(stacks)).not.toThrow();
  });

  test.each([[['Test']], [['**']]])('does if it is: %j', (stacks) => {
    expect(make(stacks)).toThrow('it was run');
  });
});
