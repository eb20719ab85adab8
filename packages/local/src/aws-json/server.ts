import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type PrivateServer, startPrivateServer } from '../private-server.ts';
import { AwsError, type Operations } from './operations.ts';

/**
 * Serves operations over the AWS JSON 1.1 protocol, for the SDK inside the functions. Signatures
 * are not checked: the key in the endpoint says that the caller is one of them.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export function startAwsJsonServer(operations: Operations): Promise<PrivateServer> {
  return startPrivateServer((request, response) => {
    answer(request, operations).then(
      (output) => send(response, 200, output ?? {}),
      (error: Error) => {
        const known = error instanceof AwsError;
        const code = known ? error.code : 'InternalFailure';
        send(response, known ? 400 : 500, { __type: code, message: error.message });
      },
    );
  });
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
