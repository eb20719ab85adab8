import { randomUUID } from 'node:crypto';
import {
  type CommandResult,
  type StartedCommand,
  startInProject,
} from '../cloudformation/project-command.ts';
import { type Recording, readRecording, recordingVariables } from './recording.ts';

export interface WaitingAppOptions {
  /** Ends in the Node.js process of the app. */
  readonly command: string;
  readonly project: string;
  /** For its records. */
  readonly folder: string;
  /** What it loads before it waits. */
  readonly modules: readonly string[];
}

/**
 * A process of a CDK app that was started before it is needed: it has loaded the CDK, and waits before the first
 * line of the app. It ends with this process.
 */
export class WaitingApp {
  readonly #mark = `waiting ${randomUUID()}`;
  readonly #folder: string;
  readonly #command: StartedCommand;

  constructor({ command, project, folder, modules }: WaitingAppOptions) {
    this.#folder = folder;
    const variables = recordingVariables({ project, folder, modules, wait: this.#mark });
    this.#command = startInProject({ command, project, variables });
    // Nobody may be waiting for it.
    this.#command.result.catch(() => {});
  }

  /** Resolves once the app can go on at once, or never will. */
  ready(): Promise<void> {
    return this.#command.prints(this.#mark);
  }

  /** Whether the app can go on at once. */
  get waits(): boolean {
    return this.#command.output().includes(this.#mark);
  }

  /**
   * Lets the app go on to its end.
   *
   * @param variables of its environment
   * @returns undefined if the command has ended without having waited
   */
  async run(
    variables: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<(CommandResult & { recording: Recording }) | undefined> {
    signal?.addEventListener('abort', this.#command.kill);
    this.#command.tell(`${JSON.stringify(variables)}\n`);
    try {
      const { status, output } = await this.#command.result;
      if (!this.waits && !signal?.aborted) return undefined;
      const recording = readRecording(this.#folder);
      return { status, output: output.replace(`${this.#mark}\n`, ''), recording };
    } finally {
      signal?.removeEventListener('abort', this.#command.kill);
    }
  }

  stop(): void {
    this.#command.kill();
  }
}
