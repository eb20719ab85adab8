import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import * as path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { UserModel, UsersApi } from '../../../../lib';
import { ACTIONS } from '../../../../lib/contract/index.ts';
import { functionOf, isAlwaysMade, refusal, synthesize } from '../../support';
import { google } from '../../support-oauth';

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

/** A stack whose assets are staged, in a folder of its own. */
function stagedStack(): { readonly stack: Stack; readonly outdir: string } {
  const outdir = mkdtempSync(path.join(folder, 'out-'));
  const app = new App({ outdir, postCliContext: { 'aws:cdk:disable-asset-staging': false } });
  return { stack: new Stack(app, 'Test'), outdir };
}

/** The code of each action's function: the folder in the cloud assembly. */
function codeOf(userModel?: UserModel): Map<string, string> {
  const { stack, outdir } = stagedStack();
  const { template } = synthesize({ userModel }, stack);
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

/** What a folder has, by the names of its files. */
function contentsOf(directory: string): Map<string, string> {
  const names = readdirSync(directory).sort();
  return new Map(names.map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]));
}

describe('a user model', () => {
  test('stands beside the bundles in one asset of all functions that load it', () => {
    const plain = new Set(codeOf().values());
    expect(plain.size).toBe(1);
    const code = codeOf(UserModel.fromFile(EXAMPLE));
    const foldersOf = (loading: boolean) =>
      new Set(
        MADE.filter(({ model = false }) => model === loading).map(({ name }) => code.get(name)),
      );
    const [folder = '', ...others] = foldersOf(true);
    expect(others).toEqual([]);
    const { 'user-model.mjs': model, ...bundles } = Object.fromEntries(contentsOf(folder));
    expect(bundles).toEqual(Object.fromEntries(contentsOf(path.join(PROJECT, 'assets/handlers'))));
    expect(model).not.toContain(PROJECT);
    const names = (folders: Iterable<string | undefined>) =>
      [...folders].map((each) => path.basename(`${each}`));
    expect(names(foldersOf(false))).toEqual(names(plain));
  });

  test('is one line at synth and one asset, for any number of functions and APIs of a stack', () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { stack } = stagedStack();
    const userModel = UserModel.fromFile(EXAMPLE);
    const eventBus = new EventBus(stack, 'EventBus');
    new UsersApi(stack, 'Users', { userModel, oauthClients: [google()] });
    new UsersApi(stack, 'Others', { userModel, oauthClients: [google()], eventBus });
    const lines = stderr.mock.calls.map(([line]) => `${line}`);
    stderr.mockRestore();
    expect(lines.filter((line) => line.startsWith('Bundling asset'))).toHaveLength(1);
    const functions = Template.fromStack(stack).findResources('AWS::Lambda::Function');
    const keys = Object.values(functions).map(({ Properties }) => Properties.Code.S3Key);
    expect({ functions: keys.length > 60, assets: new Set(keys).size }).toEqual({
      functions: true,
      assets: 2,
    });
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
      'DeleteLockout',
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
