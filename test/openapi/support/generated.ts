/** Clients that others' generators make of the document, each with a program that goes through the same flow. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { clientFile } from '../../../packages/cli/src/openapi/client-file.ts';
import { clientGenerators } from '../../peer/support/tools.ts';
import { run } from './run.ts';
import type { ContractSystem } from './system.ts';
import { contractPrograms } from './tools.ts';

const FLOWS = path.join(import.meta.dirname, '../flows');
const PROJECT = path.join(import.meta.dirname, '../../..');
const COMPILER = path.join(PROJECT, 'node_modules/typescript/bin/tsc');
const CLIENT = path.join(PROJECT, 'packages/client/src/index.ts');

/** How a step has ended. */
export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

export interface Generated {
  /** Makes the client of the document. */
  generate(): Promise<Ended>;
  /** Checks the types of the client and of the flow, as strictly as there is. */
  check(): Promise<Ended>;
  /** Goes through the flow. */
  walk(): Promise<Ended & { readonly result: unknown }>;
}

export const GENERATORS = [
  'cdk-users-api client',
  '@hey-api/openapi-ts',
  'openapi-typescript',
  'openapi-python-client',
] as const;

export interface Workshop {
  readonly clients: Readonly<Record<(typeof GENERATORS)[number], Generated>>;
  remove(): Promise<void>;
}

/** A folder with the flows, where clients are made beside them. */
export async function openWorkshop(system: ContractSystem): Promise<Workshop> {
  const [installed, python] = await Promise.all([clientGenerators(), contractPrograms()]);
  await mkdir(path.join(installed, 'made'), { recursive: true });
  const folder = await mkdtemp(path.join(installed, 'made/contract-'));
  await cp(FLOWS, folder, { recursive: true });
  await mkdir(path.join(folder, 'made'));
  await cp(system.document, path.join(folder, 'openapi.json'));
  const { variables } = system;
  const step = (program: string, args: readonly string[]) =>
    run(program, args, { cwd: folder, variables });
  const node = (program: string, ...args: string[]) =>
    step(process.execPath, [path.join(installed, 'node_modules', program), ...args]);

  const walked = async (program: string, file: string) => {
    const { code, said, output } = await step(program, [file]);
    return { code, said, result: code === 0 ? JSON.parse(output) : undefined };
  };
  const inTypeScript = (flow: string, generate: Generated['generate']): Generated => ({
    generate,
    async check() {
      const config = path.join(folder, `tsconfig.${flow}.json`);
      await writeFile(
        config,
        JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: [`${flow}.ts`] }),
      );
      return step(process.execPath, [COMPILER, '--project', config]);
    },
    async walk() {
      const outfile = path.join(folder, `${flow}.mjs`);
      const entryPoints = [path.join(folder, `${flow}.ts`)];
      const alias = { 'cdk-users-api/client': CLIENT };
      await build({ entryPoints, outfile, alias, bundle: true, format: 'esm', platform: 'node' });
      return walked(process.execPath, outfile);
    },
  });
  return {
    clients: {
      'cdk-users-api client': inTypeScript('own', async () => {
        const document = JSON.parse(await readFile(system.document, 'utf8'));
        await writeFile(path.join(folder, 'made/users-api.ts'), clientFile(document));
        return { code: 0, said: '' };
      }),
      '@hey-api/openapi-ts': inTypeScript('hey-api', () =>
        node(
          '@hey-api/openapi-ts/bin/run.js',
          '--input',
          'openapi.json',
          '--output',
          'made/hey-api',
        ),
      ),
      'openapi-typescript': inTypeScript('openapi-fetch', () =>
        node(
          'openapi-typescript/bin/cli.js',
          'openapi.json',
          '--default-non-nullable=false',
          '-o',
          'made/openapi-typescript.ts',
        ),
      ),
      'openapi-python-client': {
        async generate() {
          const name = ['--output-path', 'generated', '--meta', 'none', '--overwrite'];
          return step(path.join(python, 'openapi-python-client'), [
            'generate',
            '--path',
            'openapi.json',
            ...name,
          ]);
        },
        check: () => step(path.join(python, 'mypy'), ['--strict', 'flow.py']),
        walk: () => walked(path.join(python, 'python'), 'flow.py'),
      },
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const COMPILER_OPTIONS = {
  ...{ target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', noEmit: true },
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  types: ['node'],
  typeRoots: [path.join(PROJECT, 'node_modules/@types')],
  // Its sources, which name each other with their ending.
  paths: { 'cdk-users-api/client': [CLIENT] },
  allowImportingTsExtensions: true,
  strict: true,
};
