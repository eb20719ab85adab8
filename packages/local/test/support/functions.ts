import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FunctionDefinition } from '../../src/lambda/definition.ts';
import { EnvironmentPool } from '../../src/lambda/environment-pool.ts';
import { startThread } from '../../src/lambda/execution-environment.ts';
import { type FunctionOptions, LambdaFunction } from '../../src/lambda/function.ts';
import type { FunctionError } from '../../src/lambda/invocation.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Writes an ESM bundle and makes a function of it. */
export function lambdaFunction(
  code: string,
  options: Partial<
    FunctionDefinition &
      Pick<FunctionOptions, 'concurrency' | 'patience' | 'pool' | 'startEnvironment'>
  > = {},
): { function: LambdaFunction; lines: string[]; failures: FunctionError[] } {
  const {
    concurrency = 8,
    patience = 0,
    pool = new EnvironmentPool(),
    startEnvironment = startThread,
    ...rest
  } = options;
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, 'index.mjs'), code);
  const name = rest.name ?? 'fixture';
  const lines: string[] = [];
  const failures: FunctionError[] = [];
  const made = new LambdaFunction(
    {
      logicalId: name,
      name,
      arn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
      qualifiers: [],
      directory,
      handler: 'index.handler',
      environment: {},
      timeout: 10_000,
      memory: 128,
      ...rest,
    },
    {
      concurrency,
      patience,
      pool,
      startEnvironment,
      onLine: (line) => lines.push(line),
      onFailure: (error) => failures.push(error),
    },
  );
  return { function: made, lines, failures };
}

/** What a successful invocation returned. */
export async function returned(made: LambdaFunction, event: unknown = {}): Promise<unknown> {
  const result = await made.invoke(event);
  if (!result.ok) throw new Error(`${result.error.errorType}: ${result.error.errorMessage}`);
  return JSON.parse(result.payload);
}
