import path from 'node:path';
import { type LocalStackOptions, startLocalStack } from 'cdk-users-api-local';
import { checkApp } from 'cdk-users-api-local/cloudformation/synthesis';
import { claimDataDirectory } from 'cdk-users-api-local/data-directory';
import { localFailure } from '../local-failure.ts';
import { type Certificate, localCertificate, readCertificate } from './certificate.ts';
import { exampleRequest } from './example.ts';
import { JsonLines } from './json-lines.ts';
import { onceOrphaned } from './parents.ts';
import { reloadOnChange } from './reloads.ts';
import { Terminal } from './terminal.ts';

/** Milliseconds in which signals count as one: npm repeats the terminal's signal. */
const SAME_SIGNAL = 500;

export interface DevOptions extends Omit<LocalStackOptions, 'tls'> {
  /** For a program instead of a person. */
  readonly json: boolean;
  /** Serve HTTPS as well, with the certificate in these files, or else one of our own. */
  readonly https?: { readonly cert?: string; readonly key?: string };
  /** Reload the stack when a source has been saved. */
  readonly watch: boolean;
}

/**
 * Runs a stack until it is stopped.
 *
 * @throws Failure
 */
export async function runDev({ json, watch, https, ...options }: DevOptions): Promise<void> {
  const certificate = https && (await certificateFor(https, options));
  const display = json ? new JsonLines() : new Terminal();
  const stopping = Promise.withResolvers<undefined>();
  const starting = new AbortController();
  let stoppingSince: number | undefined;
  const stop = () => {
    stoppingSince ??= performance.now();
    starting.abort();
    stopping.resolve(undefined);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A later one is for those who do not want to wait.
      if (performance.now() - (stoppingSince ?? Number.POSITIVE_INFINITY) > SAME_SIGNAL) {
        process.exit(130);
      }
      stop();
    });
  }
  onceOrphaned(stop);
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${error.stack}\n\nerror: this is a fault of the local runtime\n`);
    process.exit(1);
  });

  let reloads: ReturnType<typeof reloadOnChange> | undefined;
  try {
    const stack = await startLocalStack({
      ...options,
      ...(certificate && { tls: certificate }),
      reporter: display,
      signal: starting.signal,
    });
    await Promise.race([stack.made, stopping.promise]);
    const example = json
      ? undefined
      : await Promise.race([exampleRequest(stack).catch(() => undefined), stopping.promise]);
    if (stoppingSince === undefined) {
      // First this: what is saved once it is ready is not missed.
      if (watch)
        reloads = reloadOnChange(stack, { project: process.cwd(), data: options.data, display });
      display.started(stack, shortPath(options.data), performance.now(), example);
    }
    const failure = await Promise.race([stack.failed, stopping.promise]);
    await reloads?.stop();
    await stack.stop();
    if (failure !== undefined) throw failure;
  } catch (error) {
    if (stoppingSince === undefined) throw localFailure(error);
  } finally {
    display.idle();
  }
  display.stopped();
}

async function certificateFor(
  { cert, key }: NonNullable<DevOptions['https']>,
  { data, app, assembly }: LocalStackOptions,
): Promise<Certificate> {
  if (cert !== undefined && key !== undefined) return readCertificate(cert, key);
  try {
    // Nothing is left behind where nothing could be run.
    if (assembly === undefined) {
      await checkApp({ project: process.cwd(), ...(app !== undefined && { app }) });
    }
    claimDataDirectory(data);
  } catch (error) {
    throw localFailure(error);
  }
  return localCertificate(path.join(data, 'tls'));
}

/** As seen from the working directory, if it is in there. */
function shortPath(file: string): string {
  const relative = path.relative('', file);
  return relative === '' || relative.startsWith('..') ? file : relative;
}
