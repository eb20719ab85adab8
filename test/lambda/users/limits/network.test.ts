import { describe, expect, test } from '@jest/globals';
import { networkOf } from '../../../../lambda/users/limits/network.ts';

describe('the network that an address is counted for', () => {
  test.each(['198.51.100.10', '0.0.0.0', '255.255.255.255'])('is %s itself', (address) => {
    expect(networkOf(address)).toBe(address);
  });

  test.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:DB8:0:0:FFFF::1', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8:0:0::/64'],
    ['1:2:3:4::', '1:2:3:4::/64'],
    ['1:2::4:5:6:7', '1:2:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['64:ff9b::198.51.100.10', '64:ff9b:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is the /64 %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  test.each([
    '::ffff:198.51.100.10',
    '::FFFF:198.51.100.10',
    '::ffff:c633:640a',
    '0:0:0:0:0:ffff:c633:640a',
    '0000:0000:0000:0000:0000:ffff:198.51.100.10',
  ])('of %s is the IPv4 address that it maps', (address) => {
    expect(networkOf(address)).toBe('198.51.100.10');
  });

  test('is one for every address of a /64, and another one for its neighbour', () => {
    const networks = (prefix: string) =>
      Array.from({ length: 100 }, (_, index) => networkOf(`${prefix}::${index.toString(16)}`));
    expect(new Set([...networks('2001:db8:0:1'), ...networks('2001:db8:0:2')]).size).toBe(2);
  });

  test.each(['', 'unknown', '198.51.100.10:443', '1.2.3', 'a#b'])(
    'of what is no address (%j) is that text',
    (text) => {
      expect(networkOf(text)).toBe(text);
    },
  );
});
