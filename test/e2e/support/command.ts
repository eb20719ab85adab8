import { execFile } from 'node:child_process';
import path from 'node:path';

export const PROJECT = path.join(import.meta.dirname, '../../..');
export const COMMAND = path.join(PROJECT, 'packages/cli/src/main.ts');

/** Runs `cdk-users-api redrive` to its end. */
export function redrive(options: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const { promise, resolve } = Promise.withResolvers<{
    readonly code: number;
    readonly output: string;
    readonly errors: string;
  }>();
  execFile(process.execPath, [COMMAND, 'redrive', ...options], { env }, (error, output, errors) =>
    resolve({ code: Number(error?.code ?? 0), output, errors }),
  );
  return promise;
}
