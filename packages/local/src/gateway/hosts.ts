import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/**
 * The hosts that an API answers for. A page from elsewhere can bind a name of its own to this machine (DNS rebinding), and
 * is then of the API's origin for the browser: only names that it can't have bound are served.
 */
export class Hosts {
  readonly #own: ReadonlySet<string>;
  readonly #certificate: X509Certificate | undefined;
  readonly #told = new Set<string>();

  /**
   * @param own names by which clients know the APIs of the stack
   * @param certificate in PEM; its names are served, too
   */
  constructor(own: Iterable<string> = [], certificate?: string) {
    this.#own = new Set(own);
    this.#certificate = certificate === undefined ? undefined : new X509Certificate(certificate);
  }

  /** @param host the header */
  serves(host: string): boolean {
    const name = nameOf(host);
    return (
      // Browsers look these up nowhere (RFC 6761, 6.3).
      name === 'localhost' ||
      name.endsWith('.localhost') ||
      isIP(name) !== 0 ||
      this.#own.has(name) ||
      this.#certificate?.checkHost(name) !== undefined
    );
  }

  /** @returns one line about a host that isn't served; undefined if it has been said */
  refusal(host: string, request: string): string | undefined {
    const name = nameOf(host);
    if (this.#told.has(name)) return undefined;
    this.#told.add(name);
    return `a request for ${name} was refused (${request}), as a page of another site could have made it: ask for localhost, an address, or a domain of the stack; for another name, start dev with a certificate for it (--cert, --key)`;
  }
}

/** Without the port and the brackets of an IPv6 address. */
function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}
