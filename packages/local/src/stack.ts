import path from 'node:path';
import { StackSource } from './cdk-app/stack-source.ts';
import { Cleanup } from './cleanup.ts';
import type { SynthesizedStack } from './cloudformation/assembly.ts';
import { checkApp } from './cloudformation/synthesis.ts';
import type { Json, JsonObject, Template } from './cloudformation/template.ts';
import { openDataDirectory } from './data-directory.ts';
import type { Engine } from './engine/engine.ts';
import { openEngine } from './engine/open-engine.ts';
import type { LocalError } from './errors.ts';
import type { EventEnvelope } from './event-bus/envelope.ts';
import { startHttpServer } from './gateway/http-server.ts';
import type { ServiceEndpoints } from './lambda/definition.ts';
import type { InvocationResult } from './lambda/invocation.ts';
import { LiveResources } from './live-resources.ts';
import type { LocalStackOptions } from './options.ts';

/** A stack that runs on this machine. */
export interface LocalStack {
  readonly name: string;
  readonly url: string;
  /** The same for browsers that need HTTPS, if there is a certificate. */
  readonly secureUrl: string | undefined;
  readonly port: number;
  readonly routes: readonly { readonly key: string; readonly functionName: string }[];
  /** The template's outputs by logical id, except those that mean nothing here. */
  readonly outputs: JsonObject;
  /** As it was synthesised. */
  readonly template: Template;
  /** Where the services really are, even if the functions were given other endpoints. */
  readonly endpoints: ServiceEndpoints;
  readonly functions: {
    /** Logical ids of all functions. */
    readonly names: readonly string[];
    /** @param traceId that the calls of the function are to have */
    invoke(name: string, event: unknown, traceId?: string): Promise<InvocationResult>;
    /** Ends a function's threads as a crash would. */
    kill(name: string): Promise<void>;
  };
  /**
   * A value of the template as the functions get it, with what its intrinsic functions stand for.
   */
  resolve(value: Json): Json | undefined;
  /**
   * Resolves once functions have made what a new stack needs of them: its custom resources, and the first
   * rotation of secrets that they fill. Before that it answers, but may have nothing to sign with.
   */
  readonly made: Promise<void>;
  /** Resolves if the DynamoDB engine ends before the stack. */
  readonly failed: Promise<LocalError>;
  /** Every event accepted by the buses so far, oldest first. */
  events(): readonly EventEnvelope[];
  /** Empties the tables and forgets the events; requests under way end first. */
  reset(): Promise<void>;
  /**
   * Builds and synthesises the app again, and runs what comes out on the same data, port and engine. Until
   * then the stack goes on as it is, and also if that fails. Where the files that have changed are only in bundles of
   * functions, it makes these again, and nothing else. Not to be called again before it is done.
   *
   * @throws {LocalError}
   */
  reload(options?: ReloadOptions): Promise<Reloaded>;
  /** Does what the next `reload` needs anyway, such as starting the process of the app. */
  prepareReload(): void;
  stop(): Promise<void>;
}

/** Milliseconds: about what a thread of a function takes to start, which is slower for its first requests as well. */
const PATIENCE = 50;

export interface ReloadOptions {
  /** What has changed, relative to the project. @default - anything */
  readonly files?: readonly string[];
  /** Gives it up. */
  readonly signal?: AbortSignal;
}

export interface Reloaded {
  /** Logical ids of the functions that run new code, if the rest of the stack stayed as it was. */
  readonly functions?: readonly string[];
}

/**
 * Builds and synthesises a CDK app, and runs its stack on this machine: the functions' real bundles
 * with their environment from the template, its routes, rules and streams. It knows the stack only
 * from what was synthesised.
 *
 * @example
 * const stack = await startLocalStack({ data: '.local', port: 0 });
 * await fetch(`${stack.url}/users/me`);
 * await stack.stop();
 *
 * @throws {LocalError} with any of its codes; whatever was started by then is stopped.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const cleanup = new Cleanup();
  try {
    return await start(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function start(options: LocalStackOptions, cleanup: Cleanup): Promise<LocalStack> {
  const { fresh = false, port = 3000, reporter = {}, signal } = options;
  const project = path.resolve(options.project ?? '');
  if (options.assembly === undefined) {
    await checkApp({ project, ...(options.app !== undefined && { app: options.app }) });
  }
  const data = openDataDirectory(options.data, { fresh, project });
  cleanup.add(() => data.release());
  const server = await startHttpServer(port, options.tls);
  cleanup.add(() => server.stop());
  const source = new StackSource(options, data);
  cleanup.add(() => source.stop());
  // They need the AWS SDK, which loads while the app synthesises: folder and port are known by
  // then.
  const resources = import('./resources.ts');
  const failure = Promise.withResolvers<LocalError>();
  const [engine, stack] = await together(
    () => {
      const { dynamodbEndpoint: endpoint } = options;
      if (endpoint === undefined) reporter.step?.('starting', 'DynamoDB');
      else reporter.step?.('reaching', `DynamoDB at ${endpoint}`);
      return openEngine(endpoint, data.database, failure.resolve);
    },
    (aborted) => source.first(aborted),
    { cleanup, outer: signal, engineFirst: options.dynamodbEndpoint !== undefined },
  );
  reporter.step?.('starting', stack.name);
  const { startResources } = await resources;
  const live = await LiveResources.start(startResources, {
    stack,
    data,
    fresh,
    reporter,
    url: server.url,
    certificate: options.tls?.cert,
    ports: new Map(),
    dynamodbEndpoint: engine.endpoint,
    tablesVersion: () => engine.version?.(),
    endpoints: options.endpoints ?? {},
    credentialsOf: options.credentialsOf,
    variables: options.environment ?? {},
    startEnvironment: options.startEnvironment,
    concurrency: options.maxWorkersPerFunction ?? 8,
    patience: options.workerPatience ?? PATIENCE,
  });
  cleanup.add(() => live.stop());
  signal?.throwIfAborted();
  server.handle(live.handle);
  source.use();
  return {
    name: stack.name,
    url: server.url,
    secureUrl: server.secureUrl,
    port: server.port,
    get routes() {
      return live.running.routes;
    },
    get outputs() {
      return live.running.outputs;
    },
    get template() {
      return live.stack.template;
    },
    get endpoints() {
      return live.running.endpoints;
    },
    functions: {
      get names() {
        return live.running.functions.names;
      },
      invoke: (name, event, traceId) => live.running.function(name).invoke(event, traceId),
      kill: (name) => live.running.function(name).kill(),
    },
    resolve: (value) => live.running.resolve(value),
    made: live.running.made,
    failed: failure.promise,
    events: () => live.running.events(),
    reset: () => live.running.reset(),
    reload: (how) => reload(source, live, how),
    prepareReload: () => source.prepare(),
    stop: () => cleanup.run(),
  };
}

interface Together {
  readonly cleanup: Cleanup;
  readonly outer: AbortSignal | undefined;
  /** One that already runs answers at once, or never. */
  readonly engineFirst: boolean;
}

/** Starts the engine while the app synthesises; if one fails, the other is not left behind. */
async function together(
  startEngine: () => Promise<Engine>,
  synthesis: (signal: AbortSignal) => Promise<SynthesizedStack>,
  { cleanup, outer, engineFirst }: Together,
): Promise<[Engine, SynthesizedStack]> {
  const abort = new AbortController();
  const signal = outer ? AbortSignal.any([outer, abort.signal]) : abort.signal;
  const engine = startEngine().then((running) => {
    cleanup.add(() => running.stop());
    return running;
  });
  const synthesized = engineFirst ? engine.then(() => synthesis(signal)) : synthesis(signal);
  const both = [engine, synthesized] as const;
  try {
    return await Promise.all(both);
  } catch (error) {
    abort.abort();
    await Promise.allSettled(both);
    outer?.throwIfAborted();
    throw error;
  }
}

async function reload(
  source: StackSource,
  live: LiveResources,
  { files, signal }: ReloadOptions = {},
): Promise<Reloaded> {
  const directories = live.running.functions.directories;
  const bundles = files && source.bundlesWith(files, directories);
  if (bundles !== undefined) {
    await source.rebuild(bundles, signal);
    return { functions: await live.running.functions.renew(bundles.map((each) => each.directory)) };
  }
  await live.replace(await source.read(signal));
  source.use();
  return {};
}
