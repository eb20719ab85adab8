import { spawn } from 'node:child_process';
import path from 'node:path';
import type { DeploymentPlace } from './place.ts';

const PROJECT = path.join(import.meta.dirname, '../../..');

/** The project's own scripts and the CDK's CLI, as a user calls them, against AWS or an emulator of it. */
export class Cdk {
  readonly #place: DeploymentPlace;

  constructor(place: DeploymentPlace) {
    this.#place = place;
  }

  /** @returns what the CLI printed, here and below */
  bootstrap(): Promise<string> {
    const { account, region } = this.#place;
    // Where there is an app the CLI synthesises it, to ask it for what is said here.
    return this.#run(this.#place.folder, 'bootstrap', [`aws://${account}/${region}`]);
  }

  /** Deploys the example, as `npm run deploy` does. */
  deploy(): Promise<string> {
    return this.#deploy();
  }

  /** Deploys one of test/apps, with all its stacks. */
  deployApp(name: string, context: Readonly<Record<string, string>> = {}): Promise<string> {
    const app = `node --import tsx test/apps/${name}.ts`;
    return this.#deploy('--all', '--app', app, ...contextOf(context));
  }

  /** Deploys one of examples. */
  deployExample(name: string): Promise<string> {
    return this.#deploy('--app', `node --import tsx examples/${name}.ts`);
  }

  /** Synthesises one of test/apps into a folder, for what is said of an assembly below. */
  synthesize(
    name: string,
    assembly: string,
    context: Readonly<Record<string, string>>,
  ): Promise<string> {
    const app = `node --import tsx test/apps/${name}.ts`;
    return this.#run(PROJECT, 'synth', ['--quiet', '--app', app, ...contextOf(context)], assembly);
  }

  /** Deploys stacks of an assembly. */
  deployAssembly(assembly: string, options: readonly string[]): Promise<string> {
    return this.#deploy('--app', assembly, ...options);
  }

  destroyAssembly(assembly: string): Promise<string> {
    return this.#run(PROJECT, 'destroy', ['--force', '--all', '--app', assembly]);
  }

  destroy(): Promise<string> {
    return this.#run(PROJECT, 'destroy', ['--force']);
  }

  #deploy(...options: string[]): Promise<string> {
    return this.#run(PROJECT, 'deploy', ['--require-approval', 'never', ...options]);
  }

  async #run(
    cwd: string,
    command: string,
    options: readonly string[],
    // Two of the CLI may not synthesise into one folder.
    output = path.join(this.#place.folder, 'cdk.out'),
  ): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const args = [command, '--output', output, ...options];
    // In a group of its own: Ctrl-C is for what started it, which lets a deployment end before it removes it.
    const settings = { cwd, env: this.#place.environment, detached: true } as const;
    const child = spawn('cdk', args, { ...settings, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
    }
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(printed.join(''));
      else reject(new Error(`cdk ${args.join(' ')}:\n${printed.join('')}`));
    });
    return promise;
  }
}

function contextOf(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}
