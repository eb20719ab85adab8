/** Every app of this repository as it is now: those of the tests, the examples and the one of `cdk.json`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const PROGRAM = path.join(import.meta.dirname, '../../test/lib/run-apps.ts');

/** Reads the template of an earlier release, whose functions and their environment are those of that time. */
const EARLIER = 'release.ts';

/** Loads the example, so it needs a process in which that was not loaded before. */
const SEPARATE = 'test/apps/recommended-flags.ts';

/** What the apps read from their context. */
const CONTEXT = {
  ...{ url: 'https://users.example.com', bus: 'users' },
  ...{ issuer: 'https://accounts.example.com', client: 'client', secret: 'secret' },
  table: 'arn:aws:dynamodb:eu-central-1:111122223333:table/users',
  stream: 'arn:aws:dynamodb:eu-central-1:111122223333:table/users/stream/2026-01-01T00:00:00.000',
  accessSecret: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:access-AbCdEf',
  resetSecret: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:reset-AbCdEf',
};

/** Where they are in `folder`, which has `bin`, `examples` and `test/apps` of the repository. */
export async function appsIn(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const source of ['bin', 'examples', 'test/apps']) {
    for (const name of await readdir(path.join(folder, source))) {
      const file = path.join(folder, source, name);
      if (!name.endsWith('.ts') || name === EARLIER) continue;
      // Others in `bin` and `examples` are parts of one.
      const isApp = source === 'test/apps' || (await readFile(file, 'utf8')).includes('new App(');
      if (isApp) files.push(file);
    }
  }
  return files;
}

/** One app, and the name of what comes of it: `OUT.out`, its cloud assembly, or `OUT.error`. */
export interface AppRun {
  readonly file: string;
  readonly out: string;
}

/**
 * Runs apps, as many as possible in one process, as each takes seconds to load the CDK.
 *
 * @param folder their working directory
 * @returns all that they printed
 */
export async function runApps(folder: string, apps: readonly AppRun[]): Promise<string> {
  const { true: separate = [], false: together = [] } = Object.groupBy(apps, ({ file }) =>
    String(file.endsWith(SEPARATE)),
  );
  const texts: string[] = [];
  for (const batch of [together, ...separate.map((each) => [each])]) {
    if (batch.length > 0) texts.push(await run(folder, batch));
  }
  return texts.join('');
}

async function run(folder: string, apps: readonly AppRun[]): Promise<string> {
  const command = ['--import', 'tsx', PROGRAM, ...apps.map(({ file, out }) => `${file}=${out}`)];
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify(CONTEXT),
  };
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = [child.stdout, child.stderr].map((stream) => text(stream));
  await once(child, 'close');
  return (await Promise.all(texts)).join('');
}
