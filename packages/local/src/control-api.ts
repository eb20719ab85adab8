import type { IncomingMessage } from 'node:http';
import type { JsonObject } from './cloudformation/template.ts';
import type { EventEnvelope } from './event-bus/envelope.ts';
import type { GatewayResponse } from './gateway/gateway-response.ts';
import { protocolOf } from './gateway/listener.ts';
import type { FunctionDirectory } from './lambda/function-directory.ts';
import { invoke, invokedFunction } from './lambda/invoke-api.ts';
import { isLoopback } from './loopback.ts';
import type { Buckets } from './s3/buckets.ts';
import { answerS3 } from './s3/operations.ts';

export interface ControlledStack {
  readonly buckets: Buckets;
  readonly functions: FunctionDirectory;
  readonly outputs: JsonObject;
  events(): readonly EventEnvelope[];
  reset(): Promise<void>;
  /** Runs an invocation as a request of the stack. */
  invoke<T>(call: () => Promise<T>): Promise<T>;
}

/** Where S3 is, for an AWS SDK that an operator runs. */
const S3 = '/_local/s3';

/**
 * What is served next to the API: `/_local/...`, and Lambda's Invoke. Undefined for any other path.
 *
 * These show tokens and make superusers, so a browser must not reach them for a page of another
 * site: requests with another `Origin` are refused (CSRF), those without one that say that they are of another site, as
 * for an image or by a link, and those for another host (DNS rebinding).
 */
export async function control(
  stack: ControlledStack,
  request: IncomingMessage,
  body: Buffer,
): Promise<GatewayResponse | undefined> {
  const path = request.url?.split('?')[0] ?? '/';
  const invoked = invokedFunction(path);
  if (!path.startsWith('/_local/') && invoked === undefined) return undefined;
  const { host = '' } = request.headers;
  const own = `${protocolOf(request.socket)}://${host}`;
  const { origin = own } = request.headers;
  if (origin !== own || !isLoopback(host) || isOfAnotherSite(request)) {
    return json(403, { message: 'Forbidden' });
  }
  if (path.startsWith(`${S3}/`)) {
    const { method = '', url = '', headers } = request;
    const answer = answerS3(stack.buckets, { method, url: url.slice(S3.length), headers, body });
    return { ...answer, cookies: [] };
  }
  const key = `${request.method} ${invoked === undefined ? path : 'invoke'}`;
  switch (key) {
    case 'GET /_local/events':
      return json(200, stack.events());
    case 'GET /_local/stack':
      return json(200, { outputs: stack.outputs });
    case 'POST /_local/reset':
      await stack.reset();
      return { status: 204, headers: {}, cookies: [], body: Buffer.alloc(0) };
    case 'POST invoke': {
      const type = request.headers['x-amz-invocation-type'];
      const answer = await stack.invoke(() =>
        invoke(stack.functions, invoked ?? '', type?.toString(), body),
      );
      return { ...answer, cookies: [], body: Buffer.from(answer.body) };
    }
    default:
      return json(404, { message: 'Not Found' });
  }
}

/** Browsers say so; other clients send no such header. */
function isOfAnotherSite({ headers }: IncomingMessage): boolean {
  const { 'sec-fetch-site': site = 'none' } = headers;
  return site !== 'none' && site !== 'same-origin';
}

function json(status: number, body: unknown): GatewayResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    body: Buffer.from(JSON.stringify(body)),
  };
}
