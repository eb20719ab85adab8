import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { LocalError } from '../errors.ts';

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Ports that browsers never connect to, whichever page asks and by whatever name of the host: those
 * above 1023 of the list in the Fetch standard, except 4190 and 6679, which Chromium connects to.
 *
 * @see https://fetch.spec.whatwg.org/#port-blocking
 */
export const BLOCKED_BY_BROWSERS: readonly number[] = [
  1719, 1720, 1723, 2049, 3659, 4045, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6697,
  10_080,
];

/**
 * An address of this machine for a server that answers anyone, pages of browsers included, and that
 * can't be told not to. Browsers refuse the port. Where all of 127.0.0.0/8 is this machine, as on
 * Linux and Windows, the host is one of 16 million as well, so that nothing that tries addresses
 * finds it, and any number of servers have room.
 *
 * @throws {LocalError} `ENGINE_FAILED` when all of the ports are taken
 */
export async function hiddenAddress(platform: string = process.platform): Promise<Address> {
  const host = platform === 'darwin' ? '127.0.0.1' : randomHost();
  for (const port of shuffled(BLOCKED_BY_BROWSERS)) {
    if (await isFree({ host, port })) return { host, port };
  }
  throw new LocalError(
    'ENGINE_FAILED',
    `every port for a DynamoDB engine is taken on ${host}; stop another stack, or set DYNAMODB_ENDPOINT`,
  );
}

/** Neither the first nor the last of its network, and not where other programs listen. */
function randomHost(): string {
  return `127.${randomInt(1, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`;
}

function shuffled(ports: readonly number[]): number[] {
  return ports
    .map((port) => ({ port, place: randomInt(2 ** 32) }))
    .sort((one, other) => one.place - other.place)
    .map(({ port }) => port);
}

function isFree({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
