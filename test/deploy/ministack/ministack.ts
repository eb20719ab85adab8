import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from 'cdk-users-api-local/engine/free-port';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { pythonEnvironment } from '../../../scripts/python-environment.ts';
import type { DeploymentPlace } from '../support/place.ts';

/** AWS on a port of this machine. */
export interface Emulator extends DeploymentPlace {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const PROJECT = path.join(import.meta.dirname, '../../..');
const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

/** Puts MiniStack into an environment of its own where it isn't yet; the folder of its programs. */
export function installMiniStack(): Promise<string> {
  return pythonEnvironment(path.join(PROJECT, 'scripts/requirements/ministack.txt'));
}

/** MiniStack, with nothing in it, for this test alone. Its functions are processes of this `node`. */
export async function startMiniStack(): Promise<Emulator> {
  const bin = await installMiniStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'ministack-'));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const log = path.join(folder, 'log');
  const server = spawn(path.join(bin, 'python'), [path.join(import.meta.dirname, 'launch.py')], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      // Where it unpacks the functions, which go with the folder.
      TMPDIR: folder,
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      AUTH: 'true',
      PYTHONDONTWRITEBYTECODE: '1',
    },
    // It ends when its stdin does, by `stop` or with this process.
    stdio: 'pipe',
    // A group of its own, so that it takes the processes of the functions along.
    detached: true,
  });
  const output = createWriteStream(log);
  server.stdout.pipe(output);
  server.stderr.pipe(output);
  const exited = once(server, 'exit');
  const stop = async () => {
    server.stdin.end();
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const healthy = async () => {
      if (server.exitCode !== null) throw new Error(await readFile(log, 'utf8'));
      return (await fetch(`${endpoint}/_ministack/health`).catch(() => undefined))?.ok || undefined;
    };
    // Python takes its time on a busy machine.
    await eventually(healthy, 'an answer of MiniStack', 120_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    endpoint,
    account: ACCOUNT,
    region: REGION,
    environment: awsEnvironment(endpoint, folder),
    clientConfig: {
      endpoint,
      region: REGION,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
    },
    folder,
    stop,
  };
}

/** No profile, region or endpoint of the developer's own gets through to what runs in it. */
function awsEnvironment(endpoint: string, folder: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: path.join(folder, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'no-credentials'),
    // The CLI keeps the account of each access key there.
    CDK_HOME: path.join(folder, 'cdk'),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    // `npm run lint:template` validates; here it would be most of what a synthesis takes.
    CDK_VALIDATION: 'false',
  };
}
