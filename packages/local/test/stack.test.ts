import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { JsonObject, Template } from '../src/cloudformation/template.ts';
import type { LocalStackOptions } from '../src/options.ts';
import type { CompletedRequest } from '../src/reporter.ts';
import { type LocalStack, startLocalStack } from '../src/stack.ts';
import { writeAssembly } from './support/assembly.ts';
import { clientConfig, startTestEngine } from './support/engine.ts';
import { eventually } from './support/eventually.ts';
import { BUNDLES, fixtureTemplate } from './support/fixture-stack.ts';
import { removeTemporaryDirectories, temporaryDirectory } from './support/temporary-directory.ts';

const template = fixtureTemplate();
const stops: (() => Promise<void>)[] = [];

async function start(options: Partial<LocalStackOptions> = {}, resources: JsonObject = {}) {
  const stack = await startLocalStack({
    assembly: assembly(resources),
    data: temporaryDirectory(),
    port: 0,
    ...options,
  });
  stops.push(() => stack.stop());
  return stack;
}

/** The fixture's stack, with some of its resources replaced. */
function assembly(resources: JsonObject = {}): string {
  const all = { ...template.Resources, ...resources } as Template['Resources'];
  return writeAssembly({ ...template, ...(all && { Resources: all }) }, { bundles: BUNDLES });
}

const write = async (stack: LocalStack, route = '/write') =>
  (await fetch(`${stack.url}${route}`, { method: 'POST' })).text();
const userIds = (stack: LocalStack) =>
  stack.events().map(({ detail }) => (detail.user as { id: string }).id);

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
afterAll(removeTemporaryDirectories);

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
      { method: 'POST', path: '/write', status: 202, milliseconds: expect.any(Number) },
    ]);
  });

  test('delivers a change within tens of milliseconds once its functions are warm', async () => {
    const stack = await start();
    await write(stack);
    await eventually(() => stack.events().length === 1);
    await write(stack);
    const before = performance.now();
    await eventually(() => stack.events().length === 2);
    expect(performance.now() - before).toBeLessThan(100);
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
      AWS_ENDPOINT_URL_SECRETS_MANAGER: stack.endpoints.secretsmanager,
    });
    expect(environment).not.toHaveProperty('PATH');
    expect(await (await fetch(`${stack.url}/read/secret`)).text()).toHaveLength(64);
  });

  test('gives functions other values for the variables that they have, and no more variables', async () => {
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
    stops.push(() => engine.stop());
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
    expect(text).toBe(`User ${id} has written.\n`);
  });
});

describe('the control API', () => {
  test('lists the events and forgets them, with the data, on a reset', async () => {
    const stack = await start();
    await Promise.all([write(stack), write(stack), write(stack)]);
    await eventually(() => stack.events().length === 3);
    const events = await (await fetch(`${stack.url}/_local/events`)).json();
    expect(events).toEqual(stack.events());
    const response = await fetch(`${stack.url}/_local/reset`, { method: 'POST' });
    expect(response.status).toBe(204);
    expect(await (await fetch(`${stack.url}/_local/events`)).json()).toEqual([]);
    const id = await write(stack);
    await eventually(() => stack.events().length > 0);
    expect(userIds(stack)).toEqual([id]);
  });

  test('lets requests under way end before a reset, and others wait for its end', async () => {
    const stack = await start();
    await write(stack);
    const before = Array.from({ length: 10 }, () => write(stack));
    const reset = stack.reset();
    const after = Array.from({ length: 3 }, () => write(stack));
    await Promise.all([...before, reset]);
    const ids = await Promise.all(after);
    await eventually(() => userIds(stack).length >= 3);
    expect(userIds(stack)).toEqual(expect.arrayContaining(ids));
  });

  test('invokes functions for an AWS SDK, by output, logical id and ARN', async () => {
    const stack = await start();
    const client = new LambdaClient(clientConfig(stack.url));
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:Fixture-Writer';
    for (const name of [String(stack.outputs.WriterName), 'Writer', arn]) {
      const result = await client.send(
        new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ id: name }) }),
      );
      expect(result).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
      expect(result.FunctionError).toBeUndefined();
      expect(JSON.parse(result.Payload?.transformToString() ?? '')).toMatchObject({ body: name });
    }
    await eventually(() => stack.events().length === 3);
    client.destroy();
  });

  test('tells an AWS SDK of a failed and of an unknown function', async () => {
    const stack = await start();
    const client = new LambdaClient(clientConfig(stack.url));
    const Payload = JSON.stringify({ pathParameters: { what: 'failure' } });
    const failed = await client.send(new InvokeCommand({ FunctionName: 'Reader', Payload }));
    expect(failed.FunctionError).toBe('Unhandled');
    expect(JSON.parse(failed.Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'as told',
    });
    await expect(client.send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    client.destroy();
  });

  test.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['another host', { host: 'evil.example' }],
  ])('is closed to %s', async (_, headers) => {
    const stack = await start();
    for (const target of ['/_local/events', '/2015-03-31/functions/Writer/invocations']) {
      const status = await new Promise((resolve) => {
        const sent = request(`${stack.url}${target}`, { method: 'POST', headers });
        sent.on('response', (response) => resolve(response.resume().statusCode)).end('{}');
      });
      expect(status).toBe(403);
    }
  });

  test('has nothing else', async () => {
    const stack = await start();
    expect((await fetch(`${stack.url}/_local/other`)).status).toBe(404);
    expect((await fetch(`${stack.url}/_local/reset`)).status).toBe(404);
  });
});

describe('a stack does not start', () => {
  test.each<[string, JsonObject, string]>([
    [
      'with a route that leads to no function',
      {
        WriterIntegration: {
          Type: 'AWS::ApiGatewayV2::Integration',
          Properties: { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://example.com' },
        },
      },
      'route POST /write does not lead to a Node.js function of the stack, which is all that runs here',
    ],
    [
      'with an authorization that is not a Lambda function',
      {
        WriteRoute: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { RouteKey: 'POST /write', AuthorizationType: 'JWT' },
        },
      },
      'route POST /write has an authorization of type JWT that is not an authorizer of the stack, which is all that runs here',
    ],
    [
      'with a rule whose pattern it cannot follow',
      {
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: { EventPattern: { source: [{ cidr: '10.0.0.0/8' }] } },
        },
      },
      'the event pattern of rule Rule uses {"cidr":"10.0.0.0/8"}',
    ],
    [
      'with a stream of something else',
      {
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { EventSourceArn: 'arn:aws:sqs:::queue', FunctionName: { Ref: 'Relay' } },
        },
      },
      "event source mapping Mapping does not join a table's stream and a Node.js function of the stack",
    ],
    [
      'with code that is not in the assembly',
      {
        Writer: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            Runtime: 'nodejs24.x',
            Handler: 'index.handler',
            Code: { S3Bucket: 'b', S3Key: 'elsewhere.zip' },
          },
        },
      },
      'the code of function Writer is neither inline nor a folder of the cloud assembly',
    ],
  ])('%s', async (_, resources, message) => {
    await expect(start({}, resources)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining(message),
    });
  });

  test('beside another one on the same data, and does after that one has stopped', async () => {
    const data = temporaryDirectory();
    const first = await start({ data });
    await expect(start({ data })).rejects.toMatchObject({ code: 'DATA_IN_USE' });
    await first.stop();
    await start({ data });
  });

  test('on a taken port, and leaves its data to the next', async () => {
    const first = await start();
    const data = temporaryDirectory();
    await expect(start({ data, port: first.port })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    await start({ data });
  });

  test('on the data of another schema, unless it is to be fresh', async () => {
    const data = temporaryDirectory();
    await (await start({ data })).stop();
    const table = { ...template.Resources?.Table, Type: 'AWS::DynamoDB::GlobalTable' };
    const changed = {
      Table: {
        ...table,
        Properties: { ...table.Properties, StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
      },
    };
    await expect(start({ data }, changed)).rejects.toMatchObject({ code: 'TABLE_DIFFERS' });
    await start({ data, fresh: true }, changed);
  });

  test('without an engine where there should be one', async () => {
    await expect(start({ dynamodbEndpoint: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: 'no DynamoDB engine answers at http://127.0.0.1:9',
    });
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
