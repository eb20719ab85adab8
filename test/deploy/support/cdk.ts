import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Emulator } from '../ministack/ministack.ts';

const PROJECT = path.join(import.meta.dirname, '../../..');

/** The project's own scripts and the CDK's CLI, as a user calls them, against an emulator. */
export class Cdk {
  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** @returns what the CLI printed, here and below */
  bootstrap(): Promise<string> {
    const { account, region } = this.#emulator;
    // Where there is an app the CLI synthesises it, to ask it for what is said here.
    return this.#run(this.#emulator.folder, 'bootstrap', `aws://${account}/${region}`);
  }

  /** Deploys the example, as `npm run deploy` does. */
  deploy(): Promise<string> {
    return this.#deploy();
  }

  /** Deploys one of test/apps, with all its stacks. */
  deployApp(name: string, context: Readonly<Record<string, string>> = {}): Promise<string> {
    const values = Object.entries(context).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    return this.#deploy('--all', '--app', `node --import tsx test/apps/${name}.ts`, ...values);
  }

  /** Deploys one of examples. */
  deployExample(name: string): Promise<string> {
    return this.#deploy('--app', `node --import tsx examples/${name}.ts`);
  }

  destroy(): Promise<string> {
    return this.#run(PROJECT, 'destroy', '--force');
  }

  #deploy(...options: string[]): Promise<string> {
    return this.#run(PROJECT, 'deploy', '--require-approval', 'never', ...options);
  }

  async #run(cwd: string, command: string, ...options: string[]): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    // Two of the CLI may not synthesise into one folder.
    const output = path.join(this.#emulator.folder, 'cdk.out');
    const args = [command, '--output', output, ...options];
    const settings = { cwd, env: this.#emulator.environment, maxBuffer: 1 << 26 };
    execFile('cdk', args, settings, (error, stdout, stderr) => {
      const printed = `${stdout}${stderr}`;
      if (error) reject(new Error(`cdk ${args.join(' ')}:\n${printed}`));
      else resolve(printed);
    });
    return promise;
  }
}
