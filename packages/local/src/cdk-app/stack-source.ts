import path from 'node:path';
import { readStack, type SynthesizedStack } from '../cloudformation/assembly.ts';
import { build, synthesisOf, synthesize } from '../cloudformation/synthesis.ts';
import type { DataDirectory } from '../data-directory.ts';
import type { LocalStackOptions } from '../options.ts';
import { type Bundle, bundlesWith, rebuild } from './bundles.ts';
import { CdkApp } from './cdk-app.ts';
import { KeptSynthesis } from './kept-synthesis.ts';

/** Where the template and the code of a stack come from: a CDK app, or a finished assembly. */
export class StackSource {
  readonly #options: LocalStackOptions;
  readonly #data: DataDirectory;
  readonly #app: CdkApp;
  readonly #kept: KeptSynthesis;
  /** The assembly that runs. */
  #output: string;
  /** The assembly that was read last. */
  #read: string;
  /** Something that has been saved is in no assembly that runs. */
  #behind = true;

  constructor(options: LocalStackOptions, data: DataDirectory) {
    this.#options = options;
    this.#data = data;
    this.#kept = new KeptSynthesis(data.path);
    this.#output = data.nextAssembly;
    this.#read = data.nextAssembly;
    this.#app = new CdkApp(this.#project, path.join(data.path, 'app'), (message) =>
      options.reporter?.warning?.(message),
    );
  }

  get #project(): string {
    return path.resolve(this.#options.project ?? '');
  }

  /**
   * Builds the app, and synthesises it unless the last assembly would come out as it is.
   *
   * @throws {LocalError}
   */
  async first(signal?: AbortSignal): Promise<SynthesizedStack> {
    return this.#made(signal, async () => (await this.#find()) ?? (await this.#synthesize(signal)));
  }

  /**
   * Builds and synthesises the app. The assembly of the stack that `use` was called for stays as it is.
   *
   * @throws {LocalError}
   */
  async read(signal?: AbortSignal): Promise<SynthesizedStack> {
    return this.#made(signal, () => this.#synthesize(signal));
  }

  async #made(
    signal: AbortSignal | undefined,
    make: () => Promise<string>,
  ): Promise<SynthesizedStack> {
    const { assembly, stackName } = this.#options;
    if (assembly !== undefined) return readStack(assembly, stackName);
    this.#behind = true;
    const common = { project: this.#project, ...(signal && { signal }) };
    if (this.#options.build ?? true) await build({ ...common, onStart: this.#step('building') });
    this.#read = await make();
    return readStack(this.#read, stackName);
  }

  /** The assembly of an earlier run, if it still stands. */
  async #find(): Promise<string | undefined> {
    const { app, alwaysSynthesize = false } = this.#options;
    if (alwaysSynthesize) return undefined;
    const from = { project: this.#project, ...(app !== undefined && { app }) };
    const synthesisTo = await synthesisOf(from);
    const kept = this.#kept.find(synthesisTo);
    if (kept === undefined) return undefined;
    const { output, recording } = kept;
    const { command } = synthesisTo(output);
    this.#step('keeping')(`what ${command} made before, as nothing has changed (--synth runs it)`);
    this.#app.resume(command, recording);
    return output;
  }

  async #synthesize(signal: AbortSignal | undefined): Promise<string> {
    const { app } = this.#options;
    const output = this.#next;
    const since = Date.now();
    const synthesis = await synthesize({
      project: this.#project,
      output,
      onStart: this.#step('synthesising'),
      run: (command) => this.#app.run(command),
      ...(signal && { signal }),
      ...(app !== undefined && { app }),
    });
    this.#kept.keep(synthesis, this.#app.recording, since);
    return output;
  }

  #step(action: string): (subject: string) => void {
    return (subject) => this.#options.reporter?.step?.(action, subject);
  }

  /** What was read last runs from now on. */
  use(): void {
    this.#output = this.#read;
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
