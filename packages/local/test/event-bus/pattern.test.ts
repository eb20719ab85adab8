import { describe, expect, test } from '@jest/globals';
import { compilePattern } from '../../src/event-bus/pattern.ts';

const event = {
  source: 'users-api',
  'detail-type': 'after-register',
  detail: {
    user: { id: 'u1', email: 'Arthur@camelot.bt', age: 42, active: true, nick: null },
    changed: ['email', 'password'],
    roles: [{ name: 'king' }, { name: 'knight' }],
    path: 'a*b/c',
  },
};

describe('an event pattern matches', () => {
  test.each<[string, object]>([
    ['exact values', { source: ['other', 'users-api'], detail: { user: { age: [42] } } }],
    ['booleans and null', { detail: { user: { active: [true], nick: [null] } } }],
    ['everything when it is empty', {}],
    ['one of the values of a list', { detail: { changed: ['password'] } }],
    ['fields of objects in a list', { detail: { roles: { name: ['knight'] } } }],
    ['a prefix', { source: [{ prefix: 'users' }] }],
    [
      'a prefix in any case',
      { detail: { user: { email: [{ prefix: { 'equals-ignore-case': 'ARTHUR' } }] } } },
    ],
    ['a suffix', { detail: { user: { email: [{ suffix: '.bt' }] } } }],
    ['any case', { detail: { user: { email: [{ 'equals-ignore-case': 'aRTHUR@camelot.BT' }] } } }],
    ['a wildcard', { 'detail-type': [{ wildcard: 'after-*' }] }],
    ['an escaped wildcard', { detail: { path: [{ wildcard: 'a\\*b/*' }] } }],
    ['anything but a value', { source: [{ 'anything-but': 'aws.ec2' }] }],
    ['anything but some values', { detail: { user: { age: [{ 'anything-but': [1, 2] }] } } }],
    ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'aws.' } }] }],
    ['anything but some suffixes', { source: [{ 'anything-but': { suffix: ['.a', '.b'] } }] }],
    ['anything but a wildcard', { source: [{ 'anything-but': { wildcard: '*/lib/*' } }] }],
    ['a range', { detail: { user: { age: [{ numeric: ['>', 40, '<=', 42] }] } } }],
    ['an equal number', { detail: { user: { age: [{ numeric: ['=', 42.0] }] } } }],
    ['a field that is there', { detail: { user: { id: [{ exists: true }] } } }],
    ['a field that is not', { detail: { token: [{ exists: false }] } }],
    ['an object where a leaf should not be', { detail: { user: [{ exists: false }] } }],
    ['one branch of $or', { $or: [{ source: ['no'] }, { detail: { changed: ['email'] } }] }],
  ])('%s', (_, pattern) => {
    expect(compilePattern(pattern, 'rule R')(event)).toBe(true);
  });
});

describe('an event pattern does not match', () => {
  test.each<[string, object]>([
    ['when one field does not', { source: ['users-api'], 'detail-type': ['after-login'] }],
    ['a number by its text', { detail: { user: { age: ['42'] } } }],
    ['another case', { source: ['Users-Api'] }],
    ['a missing field by anything-but', { detail: { token: [{ 'anything-but': 'x' }] } }],
    ['anything but the value', { source: [{ 'anything-but': ['users-api'] }] }],
    ['anything but the prefix', { source: [{ 'anything-but': { prefix: 'users' } }] }],
    ['text by a number', { source: [{ numeric: ['>', 0] }] }],
    ['out of range', { detail: { user: { age: [{ numeric: ['<', 42] }] } } }],
    ['a missing field', { detail: { token: [{ exists: true }] } }],
    ['a field that should be missing', { detail: { user: { id: [{ exists: false }] } } }],
    ['a wildcard’s own characters', { detail: { path: [{ wildcard: 'a.*' }] } }],
    ['no branch of $or', { $or: [{ source: ['no'] }, { source: ['neither'] }] }],
    ['inherited names', { toString: [{ exists: true }] }],
  ])('%s', (_, pattern) => {
    expect(compilePattern(pattern, 'rule R')(event)).toBe(false);
  });
});

describe('an event pattern is refused', () => {
  test.each<[string, unknown, string]>([
    [
      'for an unknown operator',
      { source: [{ cidr: '10.0.0.0/8' }] },
      'the event pattern of rule R uses {"cidr":"10.0.0.0/8"}; known here are prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, exists and $or',
    ],
    [
      'for an unknown operator inside of anything-but',
      { source: [{ 'anything-but': { cidr: '10.0.0.0/8' } }] },
      'uses {"cidr":"10.0.0.0/8"}',
    ],
    ['for a range that is none', { a: [{ numeric: ['>'] }] }, 'compares numbers by [">"]'],
    ['when it is no object', ['a'], 'is not an object of fields'],
  ])('%s', (_, pattern, message) => {
    expect(() => compilePattern(pattern, 'rule R')).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringContaining(message) }),
    );
  });
});
