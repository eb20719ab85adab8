import { describe, expect, test } from '@jest/globals';
import { clientAddress } from '../../../lambda/http/client-address.ts';
import { addressOf } from '../../../lambda/http/request.ts';
import { apiEvent } from '../../support/runtime/api-event.ts';

const SECRET = 'what only CloudFront knows';
const VIEWER = { 'cloudfront-viewer-address': '198.51.100.10:46532' };
const SEEN = '192.0.2.1';

/** The address of a request with these headers, and what the proxy's secret was compared with. */
async function located(headers: Record<string, string>, required = false) {
  const asked: string[] = [];
  const event = apiEvent({ headers });
  const middleware = clientAddress({
    header: 'x-origin-verify',
    required,
    async knows(presented) {
      asked.push(presented);
      return presented === SECRET;
    },
  });
  await middleware.before?.({ event } as never);
  return { address: addressOf(event), asked };
}

const proved = { 'x-origin-verify': SECRET };

describe('the address of a client', () => {
  test('is the one that API Gateway saw where no proxy is believed', () => {
    expect(addressOf(apiEvent({ headers: { ...VIEWER, ...proved } }))).toBe(SEEN);
  });

  test('is what CloudFront says, with its secret', async () => {
    expect(await located({ ...VIEWER, ...proved })).toEqual({
      address: '198.51.100.10',
      asked: [SECRET],
    });
  });

  test.each([
    ['of IPv6', '2001:db8:85a3::8a2e:370:7334:46532', '2001:db8:85a3::8a2e:370:7334'],
    ['of IPv6 in full', '2001:db8:0:0:0:0:0:1:443', '2001:db8:0:0:0:0:0:1'],
    ['of IPv4 in IPv6', '::ffff:198.51.100.10:443', '::ffff:198.51.100.10'],
  ])('can be one %s, whose port follows the last colon', async (_, value, address) => {
    const headers = { 'cloudfront-viewer-address': value, ...proved };
    expect((await located(headers)).address).toBe(address);
  });

  test.each([
    ['without the secret', {}, []],
    ['with another secret', { 'x-origin-verify': 'a guess' }, ['a guess']],
    ['with an empty secret', { 'x-origin-verify': '' }, []],
    [
      'with two secrets, joined as API Gateway joins them',
      { 'x-origin-verify': `${SECRET},${SECRET}` },
      [`${SECRET},${SECRET}`],
    ],
    ['with the secret in another header', { 'x-origin': SECRET }, []],
  ])('is not what somebody says %s', async (_, headers, asked) => {
    expect(await located({ ...VIEWER, ...headers })).toEqual({ address: SEEN, asked });
  });

  test.each([
    ['two addresses', '203.0.113.9:1,198.51.100.10:46532'],
    ['a name', 'localhost:80'],
    ['an address without a port', '198.51.100.10'],
    ['a port that is none', '198.51.100.10:https'],
    ['an address with a zone of a machine', 'fe80::1%eth0:443'],
    ['nothing', ''],
  ])('is not %s, and the secret is not read for it', async (_, value) => {
    const headers = { 'cloudfront-viewer-address': value, ...proved };
    expect(await located(headers)).toEqual({ address: SEEN, asked: [] });
  });

  test('is not what another header says, secret or not', async () => {
    const headers = {
      'x-forwarded-for': '203.0.113.9',
      'true-client-ip': '203.0.113.9',
      ...proved,
    };
    expect((await located(headers)).address).toBe(SEEN);
  });

  describe('where the proxy is required', () => {
    test.each([
      ['without the secret', VIEWER],
      ['with another one', { ...VIEWER, 'x-origin-verify': 'a guess' }],
      ['with an empty one', { 'x-origin-verify': '' }],
    ])('a request %s is refused', async (_, headers) => {
      await expect(located(headers, true)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    });

    test('a request with the secret passes, with or without an address', async () => {
      expect((await located({ ...VIEWER, ...proved }, true)).address).toBe('198.51.100.10');
      expect((await located(proved, true)).address).toBe(SEEN);
    });
  });
});
