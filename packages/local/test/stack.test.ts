import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../src/cloudformation/template.ts';
import type { CompletedRequest } from '../src/reporter.ts';
import { startTestEngine } from './support/engine.ts';
import { eventually } from './support/eventually.ts';
import { StartedStacks, userIds, write } from './support/started-stacks.ts';
import { temporaryDirectory } from './support/temporary-directory.ts';

const { start, stopped, template } = new StartedStacks();

describe('a stack on this machine', () => {
  test('carries a change from the route through stream and bus to the subscriber', async () => {
    const lines: string[] = [];
    const requests: CompletedRequest[] = [];
    const stack = await start({
      reporter: {
        output: (name, line) => lines.push(`${name}: ${line}`),
        request: (completed) => requests.push(completed),
      },
    });
    const id = await write(stack);
    await eventually(() => lines.length > 0);
    expect(lines).toEqual([`Subscriber: User ${id} has written.`]);
    expect(userIds(stack)).toEqual([id]);
    expect(requests).toEqual([
      {
        method: 'POST',
        path: '/write',
        status: 202,
        milliseconds: expect.any(Number),
        handled: expect.any(Number),
      },
    ]);
    const [{ milliseconds = 0, handled = 0 } = {}] = requests;
    expect(milliseconds).toBeGreaterThan(handled);
  });

  test('delivers a change without waiting for a poll of seconds once its functions are warm', async () => {
    const stack = await start();
    await write(stack);
    await eventually(() => stack.events().length === 1);
    await write(stack);
    await eventually(() => stack.events().length === 2, 'the second event', 1_000);
  });

  test('keeps records that the mapping filters out from the relay', async () => {
    const stack = await start();
    await write(stack, '/quiet');
    const id = await write(stack);
    await eventually(() => stack.events().length > 0);
    expect(userIds(stack)).toEqual([id]);
  });

  test('gives functions their environment, and the values of secrets', async () => {
    const stack = await start();
    const environment = await (await fetch(`${stack.url}/read/environment`)).json();
    expect(environment).toMatchObject({
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'Fixture-Reader',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/Fixture-Reader',
      AWS_ENDPOINT_URL_DYNAMODB: stack.endpoints.dynamodb,
      AWS_ENDPOINT_URL_EVENTBRIDGE: stack.endpoints.eventbridge,
      AWS_ENDPOINT_URL_S3: stack.endpoints.s3,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: stack.endpoints.secretsmanager,
    });
    expect(environment).not.toHaveProperty('PATH', process.env.PATH);
    expect(environment).not.toHaveProperty('HOME');
    expect(await (await fetch(`${stack.url}/read/secret`)).text()).toHaveLength(64);
  });

  test('gives functions other values for the variables that they have, and adds no variables', async () => {
    const stack = await start({ environment: { SECRET_ARN: 'another', TABLE_NAME: 'another' } });
    const environment = await (await fetch(`${stack.url}/read/environment`)).json();
    expect(environment).toMatchObject({ SECRET_ARN: 'another' });
    expect(environment).not.toHaveProperty('TABLE_NAME');
  });

  test('resolves outputs, with its own address for the API’s', async () => {
    const stack = await start();
    const outputs = { Url: `${stack.url}/write`, WriterName: 'Fixture-Writer' };
    expect(stack.outputs).toEqual(outputs);
    expect(await (await fetch(`${stack.url}/_local/stack`)).json()).toEqual({ outputs });
    expect(stack.routes).toContainEqual({ key: 'POST /write', functionName: 'Writer' });
  });

  test('loses no event when the relay is killed over and over', async () => {
    const stack = await start();
    const ids = [];
    for (let round = 0; round < 3; round += 1) {
      ids.push(await write(stack), await write(stack));
      await stack.functions.kill('Relay');
    }
    await eventually(() => new Set(userIds(stack)).size === ids.length);
    expect([...new Set(userIds(stack))].sort()).toEqual(ids.sort());
  });

  test('publishes after a restart what was written while the relay could not', async () => {
    const data = temporaryDirectory();
    // Nothing listens there.
    const broken = await start({ data, endpoints: { eventbridge: 'http://127.0.0.1:9' } });
    const id = await write(broken);
    const secret = await (await fetch(`${broken.url}/read/secret`)).text();
    await broken.stop();
    const again = await start({ data });
    await eventually(() => again.events().length > 0);
    expect(userIds(again)).toEqual([id]);
    expect(await (await fetch(`${again.url}/read/secret`)).text()).toBe(secret);
  });

  test('forgets all of that when it starts fresh, in an engine of somebody else’s too', async () => {
    const data = temporaryDirectory();
    const engine = await startTestEngine();
    stopped(() => engine.stop());
    const options = { data, dynamodbEndpoint: engine.endpoint };
    const broken = await start({ ...options, endpoints: { eventbridge: 'http://127.0.0.1:9' } });
    await write(broken);
    await broken.stop();
    const again = await start({ ...options, fresh: true });
    const id = await write(again);
    await eventually(() => again.events().length > 0);
    expect(userIds(again)).toEqual([id]);
  });

  test('runs no more threads than it is told', async () => {
    const stack = await start({ maxWorkersPerFunction: 1 });
    const ids = await Promise.all(Array.from({ length: 20 }, () => write(stack)));
    await eventually(() => new Set(userIds(stack)).size === 20);
    expect(userIds(stack).sort()).toEqual(ids.sort());
  });

  test('writes what functions print to their logs', async () => {
    const data = temporaryDirectory();
    const stack = await start({ data });
    const id = await write(stack);
    const log = path.join(data, 'logs', 'Fixture-Subscriber.log');
    const text = await eventually(() => {
      try {
        return readFileSync(log, 'utf8');
      } catch {
        return '';
      }
    });
    expect(text).toMatch(new RegExp(`\tINFO\tUser ${id} has written.\n$`));
  });
});

describe('a rule', () => {
  test('with a target that does not run here is pointed out, and the others work', async () => {
    const warnings: string[] = [];
    const rule = { ...template.Resources?.Rule?.Properties };
    const Targets = [...(rule.Targets as JsonObject[]), { Id: 'Target1', Arn: 'arn:aws:sqs:::q' }];
    const stack = await start(
      { reporter: { warning: (message) => warnings.push(message) } },
      { Rule: { Type: 'AWS::Events::Rule', Properties: { ...rule, Targets } } },
    );
    expect(warnings).toEqual([
      'rule Rule has a target that is not a function of the stack: it gets no events',
    ]);
    await write(stack);
    await eventually(() => stack.events().length > 0);
  });
});
