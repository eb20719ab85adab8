import path from 'node:path';
import { excerpt } from '../cloudformation/command-errors.ts';
import {
  type CommandResult,
  type ProjectCommand,
  runInProject,
} from '../cloudformation/project-command.ts';
import { readAppCommand, runsNode } from './app-command.ts';
import {
  NOTHING_RECORDED,
  type RecordedBundle,
  type Recording,
  readRecording,
  recordingVariables,
} from './recording.ts';
import { WaitingApp } from './waiting-app.ts';

/** Files that say how the app is run, and what it is run with. */
const SETTINGS = /(^|[\\/])([^\\/]+\.json|[^\\/]*lock[^\\/]*|pnpm-workspace\.yaml)$/;

/**
 * The command of a CDK app, which is run again and again. Where Node.js runs the app, a process of it waits for the
 * next time with the CDK loaded, which is most of what a synthesis takes.
 */
export class CdkApp {
  readonly #project: string;
  /** For records. */
  readonly #folder: string;
  readonly #warn: (message: string) => void;
  #recording: Recording = NOTHING_RECORDED;
  #waiting: WaitingApp | undefined;
  #main: string | undefined;
  #typeCheck: string | undefined;
  /** As they were last told. */
  #typeErrors = '';
  #checking = new AbortController();

  constructor(project: string, folder: string, warn: (message: string) => void = () => {}) {
    this.#project = project;
    this.#folder = folder;
    this.#warn = warn;
  }

  /** What the last run was made from. */
  get recording(): Recording {
    return this.#recording;
  }

  /** Stands where a run of the command would have got it, whose recording is of an earlier one. */
  resume(command: string, recording: Recording): void {
    const { typeCheck, main } = readAppCommand(command);
    this.#recording = recording;
    this.#typeCheck = typeCheck;
    this.#main = main;
  }

  /** Runs the command to its end; a type check in it is left for `prepare`. */
  async run({ command, variables = {}, signal }: ProjectCommand): Promise<CommandResult> {
    const project = this.#project;
    const { before, typeCheck, main } = readAppCommand(command);
    this.#checking.abort();
    this.#typeCheck = typeCheck;
    const waiting = this.#take(main);
    if (before !== undefined) {
      const result = await runInProject({ command: before, project, signal });
      if (result.status !== 0) {
        waiting?.stop();
        return result;
      }
    }
    const { recording, ...result } =
      (await waiting?.run(variables, signal)) ?? (await this.#runFresh(main, variables, signal));
    if (result.status === 0) this.#recording = recording;
    this.#main = main;
    return result;
  }

  async #runFresh(
    command: string,
    variables: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
  ): Promise<CommandResult & { recording: Recording }> {
    const project = this.#project;
    const folder = path.join(this.#folder, 'run');
    const recording = recordingVariables({ project, folder });
    const all = { ...variables, ...recording };
    const result = await runInProject({ command, project, signal, variables: all });
    return { ...result, recording: readRecording(folder) };
  }

  /** Starts the process of the next run, and checks the types of this one. */
  prepare(): void {
    if (this.#waiting === undefined && this.#main !== undefined && runsNode(this.#main)) {
      this.#waiting = new WaitingApp({
        command: this.#main,
        project: this.#project,
        folder: path.join(this.#folder, 'waiting'),
        modules: this.#recording.modules,
      });
    }
    void this.#checkTypes();
  }

  async #checkTypes(): Promise<void> {
    const command = this.#typeCheck;
    if (command === undefined) return;
    this.#typeCheck = undefined;
    this.#checking = new AbortController();
    const { signal } = this.#checking;
    // Both take a core, and the next save is live sooner by this one.
    await this.#waiting?.ready();
    if (signal.aborted) return;
    const { status, output } = await runInProject({ command, project: this.#project, signal });
    if (signal.aborted) return;
    const said = this.#typeErrors;
    this.#typeErrors = status === 0 ? '' : output;
    if (status === 0 || said === output) return;
    this.#warn(`${command} finds errors, and would refuse a deployment:\n${excerpt(output)}`);
  }

  #take(main: string): WaitingApp | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (main === this.#main) return waiting;
    waiting?.stop();
    return undefined;
  }

  /** Files of the project have changed; a process that waits can't know what some of them say. */
  notice(files: readonly string[]): void {
    if (!files.some((file) => SETTINGS.test(file))) return;
    this.#waiting?.stop();
    this.#waiting = undefined;
  }

  /** A bundle has been made again, without the app. */
  rebuilt(before: RecordedBundle, now: RecordedBundle): void {
    const { bundles } = this.#recording;
    const present = bundles.map((bundle) => (bundle === before ? now : bundle));
    this.#recording = { ...this.#recording, bundles: present };
  }

  stop(): void {
    this.#checking.abort();
    this.#waiting?.stop();
    this.#waiting = undefined;
  }
}
