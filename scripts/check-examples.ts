/**
 * `npm run lint:examples`, after `npm run build`: compiles the examples of the public API and of the README, in
 * `rosetta/default.ts-fixture` or by themselves, and translates them to the languages of jsii. Python parses its
 * translations. They are kept in `.jsii.tabl.json`, for what generates the package.
 */
import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { run } from './languages/programs.ts';
import { findPython } from './python-environment.ts';

const root = path.join(import.meta.dirname, '..');
/** Where the examples find the packages that they import, this one among them. */
const folder = path.join(root, '.cache', 'rosetta');
const PACKAGES = ['@types', 'aws-cdk-lib', 'constructs'];

interface Snippet {
  readonly location: unknown;
  readonly translations: { readonly python?: { readonly source: string } };
}

const PARSES = `
import ast, json, sys
for source in json.load(sys.stdin):
    try:
        ast.parse(source)
    except SyntaxError as error:
        print(f"{error}:\\n{source}\\n")
`;

async function makeFolder(): Promise<void> {
  const modules = path.join(folder, 'node_modules');
  await mkdir(modules, { recursive: true });
  const links = PACKAGES.map((name) => [name, path.join(root, 'node_modules', name)] as const);
  for (const [name, target] of [...links, ['cdk-users-api', root] as const]) {
    await symlink(target, path.join(modules, name), 'junction').catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** What Python refuses, in its words. */
async function refused(sources: readonly string[]): Promise<string> {
  const { command } = await findPython(process.env);
  return run(command, ['-c', PARSES], { cwd: root, input: JSON.stringify(sources) });
}

/** Without the folder afterwards: one of its links leads back to this project, and what follows links never ends. */
async function extract(): Promise<void> {
  await makeFolder();
  const strictly = ['extract', '--compile', '--strict', '--fail', '--directory', folder, root];
  try {
    await run('jsii-rosetta', strictly, { cwd: root });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  await extract();
  const { snippets } = JSON.parse(await readFile(path.join(root, '.jsii.tabl.json'), 'utf8'));
  const all = Object.values<Snippet>(snippets);
  const sources = all.map(({ translations }) => translations.python?.source ?? '?');
  const faults = await refused(sources);
  if (all.length === 0 || faults !== '') {
    throw new Error(`${all.length} examples; Python refuses\n${faults}`);
  }
  console.log(`${all.length} examples compile, and are translated`);
}

main().catch(({ message }: Error) => {
  console.error(`lint:examples: ${message}`);
  process.exitCode = 1;
});
