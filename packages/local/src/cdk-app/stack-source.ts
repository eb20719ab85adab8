import path from 'node:path';
import { readStack, type SynthesizedStack } from '../cloudformation/assembly.ts';
import { build, synthesize } from '../cloudformation/synthesis.ts';
import type { DataDirectory } from '../data-directory.ts';
import type { LocalStackOptions } from '../options.ts';
import { type Bundle, bundlesWith, rebuild } from './bundles.ts';
import { CdkApp } from './cdk-app.ts';

/** Where the template and the code of a stack come from: a CDK app, or a finished assembly. */
export class StackSource {
  readonly #options: LocalStackOptions;
  readonly #data: DataDirectory;
  readonly #app: CdkApp;
  #output: string;
  /** Something that has been saved is in no assembly that runs. */
  #behind = true;

  constructor(options: LocalStackOptions, data: DataDirectory) {
    this.#options = options;
    this.#data = data;
    this.#output = data.nextAssembly;
    this.#app = new CdkApp(this.#project, path.join(data.path, 'app'), (message) =>
      options.reporter?.warning?.(message),
    );
  }

  get #project(): string {
    return path.resolve(this.#options.project ?? '');
  }

  /**
   * Builds and synthesises the app. The assembly of the stack that `use` was called for stays as it is.
   *
   * @throws {LocalError}
   */
  async read(signal?: AbortSignal): Promise<SynthesizedStack> {
    const { app, assembly, reporter, stackName } = this.#options;
    if (assembly !== undefined) return readStack(assembly, stackName);
    this.#behind = true;
    const output = this.#next;
    const step = (action: string) => (command: string) => reporter?.step?.(action, command);
    const common = { project: this.#project, ...(signal && { signal }) };
    if (this.#options.build ?? true) await build({ ...common, onStart: step('building') });
    await synthesize({
      ...common,
      output,
      onStart: step('synthesising'),
      run: (command) => this.#app.run(command),
      ...(app !== undefined && { app }),
    });
    return readStack(output, stackName);
  }

  /** What `read` has returned runs from now on. */
  use(): void {
    this.#output = this.#next;
    this.#behind = false;
  }

  get #next(): string {
    const { assembly, nextAssembly } = this.#data;
    return this.#output === assembly ? nextAssembly : assembly;
  }

  /** Does what the next `read` needs anyway. */
  prepare(): void {
    if (this.#options.assembly === undefined) this.#app.prepare();
  }

  /**
   * The bundles to make again when these files have changed; undefined if the app has to be synthesised.
   *
   * @param files relative to the project
   * @param directories of the functions' code
   */
  bundlesWith(
    files: readonly string[],
    directories: readonly string[],
  ): readonly Bundle[] | undefined {
    this.#app.notice(files);
    if (this.#behind) return undefined;
    const paths = files.map((file) => path.join(this.#project, file));
    return bundlesWith(paths, this.#app.recording, directories);
  }

  /** @throws {LocalError} `BUILD_FAILED`, and the bundles are as they were */
  async rebuild(bundles: readonly Bundle[], signal?: AbortSignal): Promise<void> {
    for (const bundle of bundles) this.#app.rebuilt(bundle.recorded, await rebuild(bundle, signal));
  }

  stop(): void {
    this.#app.stop();
  }
}
