import { existsSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DEFAULT_ENVIRONMENT } from '../environment.ts';
import { LocalError } from '../errors.ts';
import { readCdkJson } from './cdk-json.ts';
import { excerpt, whyFailed } from './command-errors.ts';
import { type CommandResult, type ProjectCommand, runInProject } from './project-command.ts';

const LOCAL_RUN = { 'cdk-users-api-local': true };

export interface BuildOptions {
  /** Where `cdk.json` is. */
  readonly project: string;
  readonly signal?: AbortSignal;
  /** Called with the command before it runs. */
  readonly onStart?: (command: string) => void;
}

export interface SynthesisOptions extends BuildOptions {
  /** A file to run in place of the `app` command of `cdk.json`. */
  readonly app?: string;
  /** Where the cloud assembly goes; emptied first. */
  readonly output: string;
  /** Context of the app, with that of `cdk.json`. @default - what tells the app that it is for a local run */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Runs the command. @default - as it is */
  readonly run?: (command: ProjectCommand) => Promise<CommandResult>;
}

/** What is run for an assembly. */
export interface Synthesis extends Omit<ProjectCommand, 'signal'> {
  /** Where it goes. */
  readonly output: string;
}

/**
 * Runs the `build` command of `cdk.json`, if it has one, as the CDK's own command line does before
 * it synthesises.
 *
 * @throws {LocalError} `BUILD_FAILED`
 */
export async function build({ project, signal, onStart }: BuildOptions): Promise<void> {
  const { build: command } = await readCdkJson(project);
  if (command === undefined) return;
  onStart?.(command);
  const { status, output } = await runInProject({ command, project, signal });
  if (status !== 0) {
    const message = whyFailed('the build failed', command, output);
    throw new LocalError('BUILD_FAILED', message, excerpt(output));
  }
}

/**
 * Whether there is an app to synthesise, before anything is started for it.
 *
 * @throws {LocalError} `INVALID_OPTION`, `SYNTH_FAILED`
 */
export async function checkApp({
  project,
  app,
}: Pick<SynthesisOptions, 'project' | 'app'>): Promise<void> {
  if (app === undefined) {
    await appCommand(project);
    return;
  }
  if (statSync(path.resolve(project, app), { throwIfNoEntry: false })?.isFile()) return;
  throw new LocalError(
    'INVALID_OPTION',
    `there is no file ${app}: --app names the TypeScript file of a CDK app`,
  );
}

/** What `cdk.json` runs. */
async function appCommand(project: string): Promise<string> {
  const { app } = await readCdkJson(project);
  if (app !== undefined) return app;
  throw new LocalError(
    'SYNTH_FAILED',
    `${path.join(project, 'cdk.json')} names no app: run this in the folder of a CDK app, or name its file with --app`,
  );
}

/**
 * What runs a CDK app as the CDK's own command line does, without what a local run does not need: the
 * validation of the template (4 of its 5 seconds), analytics, and metadata about construct paths.
 * An app can tell a local run by the context `cdk-users-api-local`.
 *
 * @returns by the folder for the cloud assembly
 * @throws {LocalError} `SYNTH_FAILED`
 */
export async function synthesisOf({
  project,
  app,
  context = LOCAL_RUN,
}: Pick<SynthesisOptions, 'project' | 'app' | 'context'>): Promise<(output: string) => Synthesis> {
  const { context: own } = await readCdkJson(project);
  const command = app === undefined ? await appCommand(project) : `tsx ${JSON.stringify(app)}`;
  return (output) => ({
    command,
    project,
    output,
    variables: {
      CDK_OUTDIR: output,
      CDK_VALIDATION: 'false',
      CDK_DEFAULT_ACCOUNT: DEFAULT_ENVIRONMENT.account,
      CDK_DEFAULT_REGION: DEFAULT_ENVIRONMENT.region,
      CDK_CONTEXT_JSON: JSON.stringify({
        ...own,
        ...context,
        'aws:cdk:version-reporting': false,
        'aws:cdk:enable-path-metadata': false,
        'aws:cdk:enable-asset-metadata': false,
        'aws:cdk:disable-stack-trace': true,
      }),
    },
  });
}

/**
 * Runs a CDK app.
 *
 * @returns what has been run
 * @throws {LocalError} `SYNTH_FAILED`
 */
export async function synthesize(options: SynthesisOptions): Promise<Synthesis> {
  const { signal, onStart, run = runInProject } = options;
  const synthesis = (await synthesisOf(options))(options.output);
  const { command } = synthesis;
  onStart?.(command);
  await rm(options.output, { recursive: true, force: true });
  const { status, output } = await run({ ...synthesis, signal });
  if (status !== 0) {
    throw new LocalError(
      'SYNTH_FAILED',
      whyFailed('the CDK app failed to synthesise', command, output),
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
  // Above the code of a function, Lambda has no package.json, and here the project's may have a `type`.
  await writeFile(path.join(options.output, 'package.json'), '{}\n');
  return synthesis;
}
