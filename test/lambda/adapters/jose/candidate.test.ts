import { describe, expect, test } from '@jest/globals';
import { isCandidate } from '../../../../lambda/adapters/jose/candidate.ts';
import { SignedTokens } from '../../../../lambda/adapters/jose/signed-tokens.ts';
import type { Key } from '../../../../lambda/adapters/secrets-manager/key-ring.ts';
import { FrozenClock } from '../../../support/domain/frozen.ts';
import { TestKeys } from '../../../support/domain/keys.ts';

const NOW = new Date('2026-01-01T00:00:00.000Z');
const PURPOSE = { audience: 'users-api:test', typ: 'test+jwt', requiredClaims: [] };
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const tokenOf = (claims: object) => `${encoded({ alg: 'HS256' })}.${encoded(claims)}.c2ln`;

describe('a text is worth looking for its key', () => {
  test.each([
    ['without an expiry', { aud: PURPOSE.audience }],
    ['that expires later', { aud: PURPOSE.audience, exp: NOW.getTime() / 1000 + 1 }],
    ['for several audiences', { aud: ['another', PURPOSE.audience] }],
  ])('as a token %s', (_, claims) => {
    expect(isCandidate(tokenOf(claims), PURPOSE, NOW)).toBe(true);
  });

  test.each([
    ['for another audience', tokenOf({ aud: 'users-api:access:jwt' })],
    ['for nobody', tokenOf({})],
    ['that has expired', tokenOf({ aud: PURPOSE.audience, exp: NOW.getTime() / 1000 })],
    ['whose claims are no JSON', `${encoded({})}.e30x.c2ln`],
    ['without a signature', `${encoded({})}.${encoded({ aud: PURPOSE.audience })}.`],
    ['of five parts', 'a.b.c.d.e'],
    ['that is empty', ''],
  ])('and not one %s', (_, token) => {
    expect(isCandidate(token, PURPOSE, NOW)).toBe(false);
  });
});

describe('a signed token', () => {
  const clock = new FrozenClock();
  const keys = new TestKeys();
  const sought: string[] = [];
  const counted = {
    current: () => keys.current(),
    find: async (id: string): Promise<Key | undefined> => {
      sought.push(id);
      return keys.find(id);
    },
  };
  const tokens = new SignedTokens(PURPOSE, counted, clock);

  test.each([
    ['a space behind it', (token: string) => `${token} `],
    ['a space before it', (token: string) => ` ${token}`],
    ['a line end', (token: string) => `${token}\n`],
    ['padding', (token: string) => `${token}=`],
    ['the other alphabet of base64', (token: string) => token.replace(/[-_]/g, '+')],
    ['a last character with other unused bits', sameBytes],
  ])('is refused with %s, and its key is not looked for', async (_, spelt) => {
    const token = await tokens.sign({ sub: 'ada', text: '???>>>~~~' });
    expect(await tokens.verify(token)).toMatchObject({ sub: 'ada' });
    sought.length = 0;
    expect(spelt(token)).not.toBe(token);
    expect(await tokens.verify(spelt(token))).toBeUndefined();
    expect(sought).toEqual([]);
  });
});

/** Another spelling of the same signature: two bits of its last character mean nothing. */
function sameBytes(token: string): string {
  const bytes = (text: string) => Buffer.from(text.split('.')[2] ?? '', 'base64url');
  const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    .map((last) => token.slice(0, -1) + last)
    .filter((other) => other !== token && bytes(other).equals(bytes(token)));
  return others[0] ?? token;
}
