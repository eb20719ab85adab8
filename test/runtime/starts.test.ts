import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startAwsJsonServer } from 'cdk-users-api-local/aws-json/server';
import type { PrivateServer } from 'cdk-users-api-local/private-server';
import { apiEvent } from '../support/runtime/api-event.ts';
import { awsRuntime } from './support/environment.ts';
import { type AppFunction, everyFunction } from './support/every-function.ts';

/**
 * What Lambda passes to Node.js 20 and 22 whatever a function sets, so that its code neither requires an ES module nor leaves it to Node.js
 * to detect one.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
const NODE_OPTIONS = '--no-experimental-require-module --no-experimental-detect-module';

const event = apiEvent();

/** A request, an event of the bus, a batch of a stream and a call of a service: each function takes what it knows. */
const EVENT = JSON.stringify({
  ...event,
  requestContext: {
    ...event.requestContext,
    authorizer: { jwt: { claims: { sub: 'ada' } }, lambda: { id: 'ada' }, id: 'ada' },
  },
  'detail-type': 'after-forgot-password',
  detail: { user: { id: 'ada', email: 'ada@example.com' }, token: 'token' },
  Records: [],
});

/** Errors of JavaScript itself are no refusals. */
const FAULT = /^(Runtime\.|Sandbox\.|(Eval|Range|Reference|Syntax|Type|URI)Error$)/;

describe('under the runtime of AWS', () => {
  let folder: string;
  let services: PrivateServer;
  let functions: AppFunction[];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'runtime-'));
    // They refuse everything: a function needs none of them to start.
    services = await startAwsJsonServer({});
    functions = await everyFunction(folder, services.endpoint);
  }, 600_000);
  afterAll(async () => {
    services?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('every function of every app starts, and answers or refuses what it is called with', async () => {
    const start = await awsRuntime({ NODE_OPTIONS });
    const distinct = await withoutLikes(functions);
    const faults = await each(distinct, async ({ stack, definition }) => {
      const lines: string[] = [];
      const environment = start(definition, (line) => lines.push(line));
      try {
        const { status, text } = await environment.answer(EVENT);
        const { errorType = '' } = status === 200 ? (JSON.parse(text) ?? {}) : {};
        if (status === 200 && !FAULT.test(errorType)) return undefined;
        return [`${stack}: ${definition.logicalId}`, status, text, ...lines].join('\n');
      } finally {
        await environment.terminate();
      }
    });
    expect(faults).toEqual([]);
    process.stdout.write(`${distinct.length} functions started, like all ${functions.length}\n`);
  }, 600_000);
});

/** One of each that have the same code, handler and variables. */
async function withoutLikes(functions: readonly AppFunction[]): Promise<AppFunction[]> {
  const distinct = new Map<string, AppFunction>();
  for (const one of functions) {
    const { directory, environment, handler } = one.definition;
    const inline = await readFile(path.join(directory, 'index.js'), 'utf8').catch(() => undefined);
    // The folder of an asset is named after the hash of what is in it.
    const code = inline ?? path.basename(directory);
    const key = JSON.stringify([code, handler, Object.keys(environment).sort()]);
    if (!distinct.has(key)) distinct.set(key, one);
  }
  return [...distinct.values()];
}

/** As many at once as there are cores. @returns what they said */
async function each<T>(
  items: readonly T[],
  work: (item: T) => Promise<string | undefined>,
): Promise<string[]> {
  const said: string[] = [];
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) said.push(...[(await work(item)) ?? []].flat());
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return said;
}
