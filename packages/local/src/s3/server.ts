import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type PrivateServer, startPrivateServer } from '../private-server.ts';
import type { Buckets } from './buckets.ts';
import { answerS3, type S3Response } from './operations.ts';

/** Serves the buckets over S3's own protocol, for the SDK inside the functions. */
export function startS3Server(buckets: Buckets): Promise<PrivateServer> {
  return startPrivateServer((request, response) => {
    read(buckets, request).then(
      ({ status, headers, body }) => response.writeHead(status, { ...headers }).end(body),
      () => response.destroy(),
    );
  });
}

async function read(buckets: Buckets, request: IncomingMessage): Promise<S3Response> {
  const { method = '', url = '/', headers } = request;
  return answerS3(buckets, { method, url, headers, body: await buffer(request) });
}
