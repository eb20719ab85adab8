/**
 * `npm run test:dynamodb-local`: the suites that need a DynamoDB engine, on DynamoDB Local or on
 * the engine at `DYNAMODB_ENDPOINT`. Arguments after `--` go to Jest.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { LocalError } from 'cdk-users-api-local';
import type { Engine } from 'cdk-users-api-local/engine/engine';
import { openEngine } from 'cdk-users-api-local/engine/open-engine';
import { installDynamoDBLocal, OTHERWISE } from './dynamodb-local/install.ts';
import { startDynamoDBLocal } from './dynamodb-local/server.ts';
import { engineSuites } from './dynamodb-local/suites.ts';
import { JAVA, requireTool } from './tools.ts';

const PROJECT = path.join(import.meta.dirname, '..');
const JEST = [
  path.join(PROJECT, 'scripts/run.cjs'),
  'jest',
  // One suite after the other: with the engine, 200 racing registrations are load enough.
  '--runInBand',
];

const interruption = new AbortController();
const { signal } = interruption;
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => interruption.abort());
}

async function open(): Promise<Engine> {
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  if (endpoint) {
    return openEngine(endpoint, '', complain).catch(() => {
      throw new Error(
        `DYNAMODB_ENDPOINT: got ${endpoint}, where nothing answers as DynamoDB does; expected an ` +
          'engine that runs: start it, or unset the variable to have DynamoDB Local started',
      );
    });
  }
  await requireTool(JAVA, process.env, OTHERWISE);
  const installation = await installDynamoDBLocal({ signal });
  return startDynamoDBLocal(installation, complain);
}

/** @returns its exit code */
async function jest(args: readonly string[], endpoint: string): Promise<number> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [...JEST, ...args], {
    cwd: PROJECT,
    stdio: 'inherit',
    env: { ...process.env, DYNAMODB_ENDPOINT: endpoint },
  });
  signal.addEventListener('abort', () => child.kill());
  const [code] = await once(child, 'close');
  return code ?? 1;
}

function complain(error: unknown): void {
  if (error instanceof LocalError && error.details) console.error(error.details);
  console.error(`test:dynamodb-local: ${error instanceof Error ? error.message : error}`);
}

async function main(): Promise<number> {
  const suites = engineSuites(PROJECT);
  const engine = await open();
  try {
    console.log(`The engine is at ${engine.endpoint}`);
    return await jest([...process.argv.slice(2), '--runTestsByPath', ...suites], engine.endpoint);
  } finally {
    await engine.stop();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!signal.aborted) complain(error);
  process.exitCode = 1;
}
// As a shell reports a program that Ctrl-C ended.
if (signal.aborted) process.exitCode = 130;
