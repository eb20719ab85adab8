import type { IncomingMessage } from 'node:http';

/**
 * Bytes that API Gateway takes of request line and header values together.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const MAX_HEAD = 10_240;

export function headSize({ method, url, httpVersion, rawHeaders }: IncomingMessage): number {
  const line = `${method} ${url} HTTP/${httpVersion}`;
  const values = rawHeaders.filter((_, index) => index % 2 === 1);
  return [line, ...values].reduce((sum, text) => sum + Buffer.byteLength(text, 'latin1'), 0);
}
