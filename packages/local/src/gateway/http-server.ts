import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LocalError } from '../errors.ts';
import { type GatewayResponse, gatewayError } from './gateway-response.ts';
import { listener, protocolOf, type TlsOptions } from './listener.ts';

export type RequestHandler = (request: IncomingMessage, body: Buffer) => Promise<GatewayResponse>;

export interface HttpServer {
  readonly port: number;
  readonly url: string;
  /** The same for HTTPS, where there is a certificate: by name, as browsers ask for it. */
  readonly secureUrl: string | undefined;
  /** Requests before the first handler get 503. */
  handle(handler: RequestHandler): void;
  /** Takes no new requests and drops the connections. */
  stop(): void;
}

/**
 * The most that API Gateway takes in one request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const MAX_PAYLOAD = 10 * 1024 * 1024;

/**
 * Listens on the loopback interface, at once, so that a taken port is known before anything else is
 * started.
 *
 * @param port 0 picks a free one.
 * @param tls for HTTPS at the same port.
 * @throws {LocalError} `PORT_TAKEN`
 */
export async function startHttpServer(port: number, tls?: TlsOptions): Promise<HttpServer> {
  let handler: RequestHandler = async () => gatewayError(503);
  const { front: server, stop } = listener((request, response) => {
    const unpinned = protocolOf(request.socket) === 'https';
    answer(request, (body) => handler(request, body)).then(
      (answered) => send(response, unpinned ? withoutTransportSecurity(answered) : answered),
      () => response.destroy(),
    );
  }, tls);
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new LocalError(
      'PORT_TAKEN',
      `port ${port} is taken by another program; choose another one, as in --port 3001`,
    );
  }
  const { port: actual } = server.address() as AddressInfo;
  return {
    port: actual,
    url: `http://127.0.0.1:${actual}`,
    secureUrl: tls && `https://localhost:${actual}`,
    handle: (next) => {
      handler = next;
    },
    stop,
  };
}

async function answer(
  request: IncomingMessage,
  handle: (body: Buffer) => Promise<GatewayResponse>,
): Promise<GatewayResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // Data beyond the limit is read, so that the client can read the response, but not kept.
    if (size <= MAX_PAYLOAD) chunks.push(chunk);
  }
  return size > MAX_PAYLOAD ? gatewayError(413) : handle(Buffer.concat(chunks));
}

/** A browser that has read it once asks for every port of `localhost` by HTTPS, whatever serves there. */
function withoutTransportSecurity(response: GatewayResponse): GatewayResponse {
  const headers = { ...response.headers };
  delete headers['strict-transport-security'];
  return { ...response, headers };
}

function send(response: ServerResponse, { status, headers, cookies, body }: GatewayResponse): void {
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, {
    ...headers,
    ...(!bodiless && { 'content-length': body.length }),
    ...(cookies.length > 0 && { 'set-cookie': [...cookies] }),
  });
  response.end(bodiless ? undefined : body);
}
