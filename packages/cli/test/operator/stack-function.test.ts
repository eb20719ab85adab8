import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { stackFunction } from '../../src/operator/stack-function.ts';

/** A local stack whose app has no outputs. */
const server = createServer((_, response) => response.end(JSON.stringify({ outputs: {} })));
let url: string;
beforeEach(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await once(server.close(), 'close');
});

test('an operator is told what is missing where a stack has no outputs', async () => {
  await expect(stackFunction({ url }, 'CreateUserFunctionName')).rejects.toThrow(
    `${url} has no output CreateUserFunctionName: is there a UsersApi in it? If it has outputs: false, name the function with --function`,
  );
});

test('an operator who names the function needs no outputs', async () => {
  await expect(
    stackFunction({ url, function: 'create' }, 'CreateUserFunctionName'),
  ).resolves.toBeInstanceOf(Function);
});
