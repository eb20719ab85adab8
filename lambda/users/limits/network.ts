import { isIP } from 'node:net';

/** Groups of an IPv6 address that name its network: a /64 is what one customer of a provider has at least. */
const NETWORK_GROUPS = 4;

/** `::ffff:0:0/96`, by its first six groups: an IPv4 address, as a socket for both sees it (RFC 4291, 2.5.5.2). */
const MAPPED = '0:0:0:0:0:ffff';

/**
 * Whom an address is counted for: an IPv4 address by itself and an IPv6 address by its /64, as one machine has all
 * addresses of that. Every way to write an address is the same network. What is no address is counted as it is.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = groupsOf(address);
  if (groups.slice(0, -2).join(':') === MAPPED) return toIPv4(groups.slice(-2));
  return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/${NETWORK_GROUPS * 16}`;
}

/** All eight groups, in lower case and without leading zeros. */
function groupsOf(address: string): readonly string[] {
  const [unscoped] = address.split('%');
  // What a URL has is in one form, also where the address ends like IPv4.
  const { hostname } = new URL(`http://[${unscoped}]`);
  const [head = '', tail = ''] = hostname.slice(1, -1).split('::');
  const [first, last] = [head, tail].map((part) => part.split(':').filter((group) => group !== ''));
  const left = first ?? [];
  const right = last ?? [];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right];
}

function toIPv4(groups: readonly string[]): string {
  return groups
    .flatMap((group) => {
      const value = Number.parseInt(group, 16);
      return [value >> 8, value & 255];
    })
    .join('.');
}
