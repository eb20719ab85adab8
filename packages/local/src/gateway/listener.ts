import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createFront, type Server, type Socket } from 'node:net';

/** A certificate and its key, in PEM. */
export interface TlsOptions {
  readonly cert: string;
  readonly key: string;
}

export interface Listener {
  readonly front: Server;
  /** Takes no new connections and drops those that are open. */
  stop(): void;
}

/** What a TLS connection begins with: the content type of a handshake (RFC 8446, 5.1). */
const HANDSHAKE = 22;

/** A client that sends its next request while the connection is closed has to repeat it: seldom. */
const OPTIONS = {
  keepAliveTimeout: 60_000,
  /** Beyond what API Gateway takes, so that its answer is ours to give. */
  maxHeaderSize: 256 * 1024,
};

/** Serves HTTP, and with a certificate HTTPS as well, at the same port. */
export function listener(answer: RequestListener, tls: TlsOptions | undefined): Listener {
  const plain = createServer(OPTIONS, answer);
  if (tls === undefined) return { front: plain, stop: () => drop(plain) };
  const secure = createSecureServer({ ...OPTIONS, cert: tls.cert, key: tls.key }, answer);
  const open = new Set<Socket>();
  const front = createFront((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === HANDSHAKE ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  return {
    front,
    stop: () => {
      front.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function drop(server: ReturnType<typeof createServer>): void {
  server.close();
  server.closeAllConnections();
}

/** The protocol that a request came by. */
export function protocolOf(socket: Socket): 'http' | 'https' {
  return 'encrypted' in socket ? 'https' : 'http';
}
