/** DynamoDB Local in the project's cache, fetched by Maven when it is needed for the first time. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { JAVA_COMPILER, MAVEN, requireTool } from '../tools.ts';

const run = promisify(execFile);

const POM = path.join(import.meta.dirname, 'pom.xml');
const PROVIDER = path.join(import.meta.dirname, 'LoopbackSelectorProvider.java');

/** What can be done without the programs that an installation needs. */
export const OTHERWISE = ', or set DYNAMODB_ENDPOINT to the URL of an engine that runs';

interface Options {
  /** Where installations are kept; `.cache/` in the project. */
  readonly cache?: string;
  /** Variables that Maven and Java are looked for and run with. */
  readonly env?: NodeJS.ProcessEnv;
  /** Gives up an installation under way. */
  readonly signal?: AbortSignal;
}

interface Failed extends Error {
  readonly stdout?: string;
}

/** Folders of an installation. */
export const libraries = (installation: string): string => path.join(installation, 'lib');
export const classes = (installation: string): string => path.join(installation, 'classes');

/**
 * The folder of an installation of what `pom.xml` names. An interrupted one starts again.
 *
 * @throws {Error} one line with what was got, what is expected, and how to fix it
 */
export async function installDynamoDBLocal({
  cache = path.join(import.meta.dirname, '../../.cache'),
  env = process.env,
  signal,
}: Options = {}): Promise<string> {
  const sources = await Promise.all([POM, PROVIDER].map((file) => readFile(file)));
  const key = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 16);
  const installation = path.join(cache, `dynamodb-local-${key}`);
  if (existsSync(installation)) return installation;

  await requireTool(MAVEN, env, OTHERWISE);
  await requireTool(JAVA_COMPILER, env, OTHERWISE);
  const unfinished = `${installation}.${process.pid}`;
  try {
    await mkdir(unfinished, { recursive: true });
    await fetchArtifacts(libraries(unfinished), { env, signal });
    const compile = ['--release', '17', '-d', classes(unfinished), PROVIDER];
    await run('javac', compile, { env, signal });
    await rename(unfinished, installation).catch((error) => {
      // Another run was faster, and its installation is just as good.
      if (!existsSync(installation)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return installation;
}

async function fetchArtifacts(folder: string, options: Pick<Options, 'env' | 'signal'>) {
  const quietly = ['--batch-mode', '--quiet', '--strict-checksums', '--file', POM];
  const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`];
  await run('mvn', [...quietly, ...copy], options).catch((error: Failed) => {
    options.signal?.throwIfAborted();
    throw new Error(
      `Maven: got ${JSON.stringify(firstError(error.stdout) ?? error.message)}, expected to fetch ` +
        `what ${POM} names; look at the network and at Maven's own settings (~/.m2/settings.xml)`,
    );
  });
}

function firstError(output = ''): string | undefined {
  return /^\[ERROR\] (.+)$/m.exec(output)?.[1];
}
