import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, test } from '@jest/globals';
import { findEngine } from '../../src/engine/binary.ts';
import { answers, startEngine } from '../../src/engine/engine.ts';
import { guard } from '../../src/engine/guardian.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import type { LocalError } from '../../src/errors.ts';
import { clientConfig, startTestEngine } from '../support/engine.ts';
import { eventually } from '../support/eventually.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/temporary-directory.ts';

afterAll(removeTemporaryDirectories);
const never = new Promise<LocalError>(() => {});

describe('the DynamoDB engine', () => {
  test('answers once it is started, and no longer once it is stopped', async () => {
    const engine = await startTestEngine();
    const client = new DynamoDBClient(clientConfig(engine.endpoint));
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    client.destroy();
    await engine.stop();
    await expect(answers(engine.endpoint, never, 0)).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
    });
  });

  test('has another version after a write, and the same after a read', async () => {
    const engine = await startTestEngine();
    const client = new DynamoDBClient(clientConfig(engine.endpoint));
    const versions = [engine.version?.()];
    await client.send(
      new CreateTableCommand({
        TableName: 'table',
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      }),
    );
    versions.push(engine.version?.());
    await client.send(new PutItemCommand({ TableName: 'table', Item: { pk: { S: 'a' } } }));
    versions.push(engine.version?.());
    expect(new Set(versions).size).toBe(3);
    await client.send(new GetItemCommand({ TableName: 'table', Key: { pk: { S: 'a' } } }));
    expect(engine.version?.()).toBe(versions[2]);
    client.destroy();
    await engine.stop();
    expect(engine.version?.()).toBeUndefined();
  });

  test.each([
    [
      'is missing where none was installed, with how to install it',
      ['darwin', 'arm64'],
      'the DynamoDB engine for darwin-arm64 is not installed: run `npm install --save-dev @dynoxide/darwin-arm64`, or start',
    ],
    [
      'is missing on a platform that has none, with what to use instead',
      ['sunos', 'sparc'],
      'there is no DynamoDB engine for sunos-sparc: start',
    ],
  ] as const)('%s', (_, [platform, arch], message) => {
    // From where npm has installed nothing.
    expect(() => findEngine(platform, arch, pathToFileURL('/nowhere/').href)).toThrow(
      expect.objectContaining({
        code: 'ENGINE_MISSING',
        message: `${message} DynamoDB Local and set DYNAMODB_ENDPOINT to its URL, such as http://127.0.0.1:8000`,
      }),
    );
  });

  test('says so when it cannot be run', async () => {
    const database = path.join(temporaryDirectory(), 'dynamodb.sqlite');
    const binary = path.join(temporaryDirectory(), 'none');
    await expect(startEngine({ binary, database })).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      message: expect.stringContaining('does not start'),
    });
  });

  test('reports its complaints when it ends at once', async () => {
    const database = path.join(temporaryDirectory(), 'no', 'such', 'folder', 'db.sqlite');
    await expect(startEngine({ binary: findEngine(), database })).rejects.toMatchObject({
      code: 'ENGINE_FAILED',
      details: expect.stringMatching(/\S/),
    });
  });

  test('reports that it ended although nobody asked it to', async () => {
    const binary = path.join(temporaryDirectory(), 'engine');
    const mortal = `#!${process.execPath}
      require('node:http')
        .createServer((_, response) => {
          response.end('{"TableNames":[]}');
          setTimeout(() => process.exit(3), 50);
        })
        .listen(process.argv[process.argv.indexOf('--port') + 1], process.argv[process.argv.indexOf('--host') + 1]);`;
    writeFileSync(binary, mortal, { mode: 0o755 });
    const { promise, resolve } = Promise.withResolvers<LocalError>();
    const engine = await startEngine({ binary, database: '', onExit: resolve });
    expect(await promise).toMatchObject({
      code: 'ENGINE_FAILED',
      message: 'the DynamoDB engine ended (3)',
    });
    await engine.stop();
  });

  test('may be one that is already running', async () => {
    const own = await startTestEngine();
    const foreign = await openEngine(own.endpoint, '', () => {});
    await foreign.stop();
    await answers(own.endpoint, never, 0);
    await own.stop();
  });

  test('is not just any server that listens there', async () => {
    const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await expect(answers(`http://127.0.0.1:${port}`, never, 0)).rejects.toMatchObject({
      message: `no DynamoDB engine answers at http://127.0.0.1:${port}`,
    });
    other.close();
  });
});

describe('a guardian', () => {
  test('kills the guarded process when its own parent is killed', async () => {
    const module = import.meta.resolve('../../src/engine/guardian.ts');
    const charge = idle();
    const parent = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `const { guard } = await import(${JSON.stringify(module)});
       guard(${charge.pid});
       console.log('guarded');
       setInterval(() => {}, 1000);`,
    ]);
    await once(parent.stdout, 'data');
    parent.kill('SIGKILL');
    await eventually(() => charge.signalCode === 'SIGKILL');
  });

  test('does nothing once it is dismissed', async () => {
    const charge = idle();
    guard(charge.pid).dismiss();
    expect(charge.signalCode).toBeNull();
    charge.kill();
    await once(charge, 'exit');
  });
});

function idle(): ChildProcess {
  return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
}
