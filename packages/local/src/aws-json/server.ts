import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { AwsError, type Operations } from './operations.ts';

export interface AwsJsonServer {
  readonly endpoint: string;
  stop(): void;
}

/**
 * Serves operations over the AWS JSON 1.1 protocol on a free port of the loopback interface, for
 * the SDK inside the functions. Signatures are not checked.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export async function startAwsJsonServer(operations: Operations): Promise<AwsJsonServer> {
  const server = createServer((request, response) => {
    answer(request, operations).then(
      (output) => send(response, 200, output ?? {}),
      (error: Error) => {
        const known = error instanceof AwsError;
        const code = known ? error.code : 'InternalFailure';
        send(response, known ? 400 : 500, { __type: code, message: error.message });
      },
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(request: IncomingMessage, operations: Operations): Promise<unknown> {
  const body = await text(request);
  const target = String(request.headers['x-amz-target']);
  const operation = Object.hasOwn(operations, target) ? operations[target] : undefined;
  if (operation === undefined) {
    throw new AwsError('UnknownOperationException', `${target} is not available on this machine`);
  }
  return operation(parse(body));
}

function parse(body: string): Record<string, unknown> {
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError('SerializationException', 'the request is not JSON');
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
}
