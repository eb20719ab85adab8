import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_ENVIRONMENT } from '../environment.ts';
import { LocalError } from '../errors.ts';

export interface SynthesisOptions {
  /** A file to run in place of the `app` command of `cdk.json`. */
  readonly app?: string;
  /** Where `cdk.json` is. */
  readonly project: string;
  /** Where the cloud assembly goes; emptied first. */
  readonly output: string;
  readonly signal?: AbortSignal;
}

/** Lines of the app's own error that are worth showing. */
const ERROR_LINES = 12;

/**
 * Runs a CDK app as the CDK's own command line does, without what a local run has no use for: the
 * validation of the template (4 of its 5 seconds), analytics, and metadata about construct paths.
 *
 * @throws {LocalError} `SYNTH_FAILED`
 */
export async function synthesize(options: SynthesisOptions): Promise<void> {
  const { app, context } = await readCdkJson(options.project);
  const command = options.app === undefined ? app : `tsx ${JSON.stringify(options.app)}`;
  if (command === undefined) {
    throw new LocalError('SYNTH_FAILED', `no "app" in ${path.join(options.project, 'cdk.json')}`);
  }
  await rm(options.output, { recursive: true, force: true });
  const { status, output } = await run(withoutNpx(command, options.project), options, {
    CDK_OUTDIR: options.output,
    CDK_VALIDATION: 'false',
    CDK_DEFAULT_ACCOUNT: DEFAULT_ENVIRONMENT.account,
    CDK_DEFAULT_REGION: DEFAULT_ENVIRONMENT.region,
    CDK_CONTEXT_JSON: JSON.stringify({
      ...context,
      'aws:cdk:version-reporting': false,
      'aws:cdk:enable-path-metadata': false,
      'aws:cdk:enable-asset-metadata': false,
      'aws:cdk:disable-stack-trace': true,
    }),
  });
  if (status !== 0) {
    throw new LocalError(
      'SYNTH_FAILED',
      `the CDK app failed to synthesise: ${command}`,
      excerpt(output),
    );
  }
  if (!existsSync(path.join(options.output, 'manifest.json'))) {
    throw new LocalError(
      'SYNTH_FAILED',
      `the CDK app wrote no cloud assembly: ${command} (does it call app.synth()?)`,
      excerpt(output),
    );
  }
}

async function readCdkJson(project: string): Promise<{ app?: string; context?: object }> {
  const file = path.join(project, 'cdk.json');
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new LocalError('SYNTH_FAILED', `cannot read ${file}: ${(error as Error).message}`);
  }
}

/** A tool that is installed needs no `npx`, which costs half a second. */
function withoutNpx(command: string, project: string): string {
  const tool = /^npx (?:--no-install )?([\w-]+)/.exec(command)?.[1];
  return tool !== undefined && existsSync(path.join(project, 'node_modules', '.bin', tool))
    ? command.slice(command.indexOf(tool))
    : command;
}

function run(
  command: string,
  { project, signal }: SynthesisOptions,
  variables: Record<string, string>,
): Promise<{ status: number | null; output: string }> {
  const bin = path.join(project, 'node_modules', '.bin');
  const windows = process.platform === 'win32';
  const child = spawn(command, {
    cwd: project,
    shell: true,
    // A process group of its own, so that the shell and what it runs stop together.
    detached: !windows,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...variables },
  });
  const kill = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    if (windows) child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  };
  signal?.addEventListener('abort', kill);
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (status) => {
      signal?.removeEventListener('abort', kill);
      process.removeListener('exit', kill);
      done({ status, output });
    });
  });
}

/** The error's message and the first frames of its stack. */
function excerpt(output: string): string {
  const lines = output
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at .*node_modules/.test(line));
  const start = lines.findIndex((line) => /\b\w*Error\b/.test(line));
  return lines.slice(Math.max(start, 0)).slice(0, ERROR_LINES).join('\n');
}
