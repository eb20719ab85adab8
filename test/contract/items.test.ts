import { describe, expect, test } from '@jest/globals';
import {
  itemsOfUser,
  keyOf,
  kindOf,
  partitionOf,
  patternOf,
  pointedAtBy,
  sortKeyParts,
} from '../../lib/contract/item-keys.ts';
import type { ItemKind } from '../../lib/contract/item-kind.ts';
import { ITEMS, type ItemName } from '../../lib/contract/items.ts';

const KINDS = Object.entries(ITEMS) as [ItemName, ItemKind][];
const PARTS = {
  user: 'id',
  email: 'ada@example.com',
  session: 's',
  deletion: 'd1',
  client: 'google',
  issuer: 'https://accounts.google.com',
  subject: 'x',
  state: 'y',
  passkey: 'hash',
  challenge: 'z',
  name: 'hash',
  place: '192.0.2.1',
  address: '192.0.2.1',
  code: 'hmac',
  device: 'hash',
};

describe('the kinds of items', () => {
  test.each(KINDS)('%s has keys that differ from those of all others', (name) => {
    const key = keyOf(name, PARTS);
    expect(`${key.pk} ${key.sk}`).not.toMatch(/[{}]/);
    expect(kindOf(key)).toBe(name);
  });

  test.each(KINDS)('%s has a partition that its pattern for policies matches', (name) => {
    const pattern = new RegExp(`^${patternOf(name).replace('*', '.*')}$`);
    expect(keyOf(name, PARTS).pk).toMatch(pattern);
    expect(partitionOf(name, PARTS)).toBe(keyOf(name, PARTS).pk);
  });

  test('go with their user where a key names the user or the address', () => {
    const left = KINDS.filter(([, { ofUser }]) => ofUser === 'nobody');
    expect(left.filter(([, { pk, sk }]) => /\{(user|email)\}/.test(`${pk} ${sk}`))).toEqual([]);
  });

  test('have patterns that share no partition unless they share all of it', () => {
    const patterns = [...new Set(KINDS.map(([name]) => patternOf(name)))];
    const overlapping = patterns.filter((one) =>
      patterns.some((other) => other !== one && other.startsWith(one.replace('*', ''))),
    );
    expect(overlapping).toEqual([]);
  });

  test('limit accounts and attempts at providers to those of one client', () => {
    expect(patternOf('account', 'google')).toBe('OAUTH#google#*');
    expect(patternOf('account')).toBe('OAUTH#*');
    expect(patternOf('oauth-attempt', 'google')).toBe('OAUTH-ATTEMPT#google#*');
    expect(patternOf('profile', 'google')).toBe('USER#*');
  });

  test('have for each kind that is pointed at one that points at it', () => {
    const targets = KINDS.flatMap(([, kind]) =>
      kind.ofUser === 'partition' && kind.pointsAt !== undefined ? [kind.pointsAt] : [],
    );
    expect(targets).toEqual(itemsOfUser('pointed-at'));
  });

  test('find what an item points at by the names that both have', () => {
    const account = { client: 'google', issuer: 'https://a.example/b', subject: 'a#b' };
    const pointer = keyOf('account-of-user', { user: 'id', ...account });
    expect(pointedAtBy('account-of-user', pointer)).toEqual(keyOf('account', account));
    const earlier = keyOf('earlier-account-of-user', { user: 'id', ...account });
    expect(pointedAtBy('earlier-account-of-user', earlier)).toEqual(
      keyOf('earlier-account', account),
    );
    expect(pointedAtBy('session', keyOf('session', PARTS))).toBeUndefined();
  });

  test('tell what a sort key says, and nothing of the sort key of another kind', () => {
    expect(sortKeyParts('session', 'SESSION#1')).toEqual({ session: '1' });
    expect(sortKeyParts('account-of-user', 'ACCOUNT#google#https://a.example#a#b')).toEqual({
      client: 'google',
      issuer: 'https://a.example',
      subject: 'a#b',
    });
    expect(sortKeyParts('earlier-account-of-user', 'google#a#b')).toEqual({
      client: 'google',
      subject: 'a#b',
    });
    expect(sortKeyParts('session', 'REVOKED#1')).toBeUndefined();
    expect(sortKeyParts('profile', 'PROFILE')).toEqual({});
  });

  test.each([
    ['the prefix of a key in its middle', { pk: 'x USER#1', sk: 'PROFILE' }],
    ['another sort key', { pk: 'USER#1', sk: 'PROFILES' }],
    ['an empty id', { pk: 'USER#', sk: 'PROFILE' }],
  ])('do not know an item with %s', (_, key) => {
    expect(kindOf(key)).toBeUndefined();
  });
});
