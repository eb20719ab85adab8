import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';

/** One `sh` that keeps its variables from command to command, as a reader's terminal does. */
export class Shell {
  readonly #process;
  readonly #lines;

  constructor(options: { cwd: string; env: NodeJS.ProcessEnv }) {
    this.#process = spawn('sh', { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** What the commands print to standard output. */
  async run(commands: string): Promise<string> {
    const mark = `end-${randomUUID()}`;
    // curl ends a body without a line break, so the mark brings its own.
    this.#process.stdin.write(`${commands}\nprintf '\\n%s\\n' ${mark}\n`);
    const output: string[] = [];
    for (;;) {
      const { value: line, done } = await this.#lines.next();
      if (done) throw new Error(`sh ended early: ${output.join('\n')}`);
      if (line === mark) return output.join('\n');
      output.push(line);
    }
  }

  stop(): void {
    this.#process.stdin.end();
  }
}
