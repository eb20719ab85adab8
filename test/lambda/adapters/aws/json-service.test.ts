import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { AWS_CLIENT } from '../../../../lambda/adapters/aws/client-options.ts';
import { SECRETS_MANAGER } from '../../../../lambda/adapters/aws/endpoints.ts';
import { passesBy } from '../../../../lambda/adapters/aws/errors.ts';
import { JsonService, ServiceError } from '../../../../lambda/adapters/aws/json-service.ts';
import { ENVIRONMENT } from '../../../support/aws/json-clients.ts';
import { authorizationOf } from '../../../support/aws/signatures.ts';
import { required } from '../../../support/domain/domain.ts';

/** What the service does with a request; most let it be answered with an empty object. */
type Behaviour = (response: ServerResponse) => void;

const answer =
  (status: number, body: string): Behaviour =>
  (response) =>
    void response.writeHead(status, { 'x-amzn-requestid': 'request-1' }).end(body);
const DROP: Behaviour = (response) => void response.destroy();
const HANG: Behaviour = () => undefined;
const HALF: Behaviour = (response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{"half":');
  response.socket?.end();
};

const STALL: Behaviour = (response) => {
  response.writeHead(200, { 'content-length': '100' }).write('{"half":');
};

describe('a service that speaks AWS JSON', () => {
  const seen: { readonly request: IncomingMessage; readonly body: Buffer }[] = [];
  const behaviours: Behaviour[] = [];
  const server = createServer(async (request, response) => {
    seen.push({ request, body: await buffer(request) });
    (behaviours.shift() ?? answer(200, '{}'))(response);
  });
  let endpoint: string;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    seen.length = 0;
    behaviours.length = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const service = (more: object = {}, timeouts: object = {}) =>
    new JsonService(
      SECRETS_MANAGER,
      { ...ENVIRONMENT, AWS_ENDPOINT_URL: endpoint, ...more },
      {
        retryStrategy: new ConfiguredRetryStrategy(3, 1),
        requestHandler: { ...AWS_CLIENT.requestHandler, ...timeouts },
      },
    );

  test('is sent the operation and its input, signed', async () => {
    behaviours.push(answer(200, '{"Name":"für Ada"}'));
    expect(await service().call('GetSecretValue', { SecretId: 'für' })).toEqual({
      Name: 'für Ada',
    });
    const { request, body } = required(seen[0]);
    expect(body.toString()).toBe('{"SecretId":"für"}');
    expect(request.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
    });
    expect(request.headers.authorization).toBe(authorizationOf(request, body, 'secretsmanager'));
  });

  test('is sent the token of a role and the trace of the invocation, which the signature includes', async () => {
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';
    await service({ AWS_SESSION_TOKEN: 'role', _X_AMZN_TRACE_ID: trace }).call(
      'GetSecretValue',
      {},
    );
    const { request, body } = required(seen[0]);
    expect(request.headers).toMatchObject({
      'x-amz-security-token': 'role',
      'x-amzn-trace-id': trace,
    });
    expect(request.headers.authorization).toContain('x-amz-security-token');
    expect(request.headers.authorization).toBe(authorizationOf(request, body, 'secretsmanager'));
  });

  test('is asked below the path of an endpoint that has one', async () => {
    await service({ AWS_ENDPOINT_URL: `${endpoint}/key` }).call('GetSecretValue', {});
    expect(seen.map(({ request }) => request.url)).toEqual(['/key/']);
  });

  test('is asked over one connection by calls that follow each other', async () => {
    const one = service();
    for (let count = 0; count < 3; count++) await one.call('GetSecretValue', {});
    expect(new Set(seen.map(({ request }) => request.socket.remotePort)).size).toBe(1);
  });

  test.each<[string, Behaviour]>([
    ['an internal error', answer(500, '{"__type":"InternalServiceError"}')],
    ['what is not JSON, of a proxy', answer(503, '<html>')],
    ['throttling', answer(400, '{"__type":"ThrottlingException"}')],
    ['a connection that is closed', DROP],
    ['half an answer', HALF],
    ['no answer in time', HANG],
    ['an answer that stops in the middle', STALL],
  ])('is asked again after %s, with the same request', async (_, behaviour) => {
    behaviours.push(behaviour, behaviour, answer(200, '{"third":true}'));
    const one = service({}, { requestTimeout: 200 });
    expect(await one.call('PutSecretValue', { SecretId: 'a' })).toEqual({ third: true });
    expect(seen.map(({ body }) => body.toString())).toEqual(Array(3).fill('{"SecretId":"a"}'));
  });

  test('is asked three times at most, and the last failure is the error', async () => {
    const behaviour = answer(500, '{"__type":"InternalServiceError","Message":"later"}');
    behaviours.push(behaviour, behaviour, behaviour);
    await expect(service().call('GetSecretValue', {})).rejects.toMatchObject({
      name: 'InternalServiceError',
      message: 'later',
      $metadata: { httpStatusCode: 500, requestId: 'request-1' },
    });
    expect(seen).toHaveLength(3);
  });

  test('that refuses a call is asked once, and its error has its name, message and members', async () => {
    const reasons = [
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed', Item: { pk: { S: 'a' } } },
    ];
    behaviours.push(
      answer(
        400,
        JSON.stringify({
          __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
          message: 'cancelled',
          CancellationReasons: reasons,
        }),
      ),
    );
    const error = await service()
      .call('TransactWriteItems', {})
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      message: 'cancelled',
      CancellationReasons: reasons,
    });
    expect(seen).toHaveLength(1);
  });

  test.each<[string, Behaviour]>([
    ['with an address behind it', answer(400, '{"__type":"a.b#Refused:http://internal.example/"}')],
    ['in another member', answer(400, '{"code":"Refused"}')],
    [
      'in a header',
      (response) => void response.writeHead(400, { 'x-amzn-errortype': 'Refused:https://x' }).end(),
    ],
  ])('is known by the name of its error %s', async (_, behaviour) => {
    behaviours.push(behaviour);
    await expect(service().call('GetSecretValue', {})).rejects.toMatchObject({ name: 'Refused' });
  });

  test('that seems to answer what is not JSON is an error that says nothing of the input', async () => {
    behaviours.push(answer(200, '<html>Sign in to the network</html>'));
    const error = await service()
      .call('GetSecretValue', {})
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'Http200',
      $metadata: { httpStatusCode: 200, requestId: 'request-1' },
    });
    expect(passesBy(error)).toBe(true);
  });

  test('that refuses in the middle of a long request, and closes the connection, is an error', async () => {
    const early = createNetServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
        socket.destroySoon();
      });
    });
    early.listen(0, '127.0.0.1');
    await once(early, 'listening');
    const { port } = early.address() as AddressInfo;
    const long = service({ AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
    const refused = long.call('PutSecretValue', { SecretString: 'x'.repeat(5_000_000) });
    await expect(refused).rejects.toThrow();
    early.close();
  });

  test('that is not there is an error of the system, which is an outage', async () => {
    const nobody = service({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    await expect(nobody.call('GetSecretValue', {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('that hangs is a timeout with what was waited for', async () => {
    behaviours.push(HANG, HANG, HANG);
    await expect(
      service({}, { requestTimeout: 100 }).call('GetSecretValue', {}),
    ).rejects.toMatchObject({
      name: 'TimeoutError',
      message: '127.0.0.1: no answer within 100 ms',
    });
  });
});
