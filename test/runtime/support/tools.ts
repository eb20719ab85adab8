/** AWS's own runtime for Node.js, and what calls functions in it. Both are built from their sources. */
import { execFile } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { kept } from '../../../scripts/kept.ts';
import { C_COMPILER, CMAKE, GO, MAKE, requireTool, XZ } from '../../../scripts/tools.ts';

const run = promisify(execFile);

/** Has a folder for each, with the versions and hashes of all that they are built from. */
const SOURCES = path.join(import.meta.dirname, '..');

const SDK = 'sdk';

const EMULATOR = 'github.com/aws/aws-lambda-runtime-interface-emulator/cmd/aws-lambda-rie';

export interface Tools {
  /** The program that takes invocations by HTTP, and hands them to a runtime. */
  readonly emulator: string;
  /** The module that is the runtime. */
  readonly client: string;
  /** A folder that has the AWS SDK and no other package. */
  readonly sdk: string;
}

interface Options {
  /** Where they are kept; `.cache/` in the project. */
  readonly cache?: string;
  /** Variables that compilers are looked for and run with. */
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
}

/**
 * Where the tools are, built when they are needed for the first time.
 *
 * @throws {Error} one line with what was got, what is expected, and how to fix it
 */
export async function runtimeTools({
  cache,
  env = process.env,
  platform = process.platform,
}: Options = {}): Promise<Tools> {
  if (platform !== 'linux') {
    throw new Error(`AWS's own runtime: got ${platform}, expected Linux, for which it is made`);
  }
  const make = (name: string, build: (folder: string, env: NodeJS.ProcessEnv) => Promise<void>) =>
    kept(`runtime-${name}`, path.join(SOURCES, name), (folder) => build(folder, env), cache);
  const [emulator, client] = await Promise.all([
    make('emulator', buildEmulator),
    make('client', buildClient),
  ]);
  return {
    emulator: path.join(emulator, 'aws-lambda-rie'),
    client: path.join(client, 'node_modules/aws-lambda-ric/index.mjs'),
    sdk: path.join(client, SDK),
  };
}

async function buildEmulator(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  await requireTool(GO, env);
  await build(['go', 'build', '-mod=readonly', '-o', folder, EMULATOR], folder, env);
}

/** Its install scripts unpack and compile what it has of C and C++. */
async function buildClient(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  for (const tool of [C_COMPILER, CMAKE, MAKE, XZ]) await requireTool(tool, env);
  await build(['npm', 'ci', '--ignore-scripts=false', '--no-audit', '--no-fund'], folder, env);
  await mkdir(path.join(folder, SDK));
  // Its own packages are found where the link leads.
  await symlink(
    path.join(SOURCES, '../../node_modules/@aws-sdk'),
    path.join(folder, SDK, '@aws-sdk'),
  );
}

interface Failed extends Error {
  readonly stderr?: string;
}

async function build(
  [program = '', ...parameters]: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  await run(program, parameters, { cwd, env, maxBuffer: 2 ** 28 }).catch((error: Failed) => {
    const lines = (error.stderr ?? '').split('\n').filter(Boolean);
    const said = lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? error.message;
    throw new Error(
      `${program}: got ${JSON.stringify(said)}, expected to build ${path.basename(cwd)}; look at the network, ` +
        `and at all it says: cd ${cwd} && ${[program, ...parameters].join(' ')}`,
    );
  });
}
