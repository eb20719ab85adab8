import { describe, expect, test } from '@jest/globals';
import { type } from 'arktype';
import * as v from 'valibot';
import * as z from 'zod';
import { readModule, UserModelError } from '../../../../lambda/adapters/user-model/module.ts';

function refusal(exports: Record<string, unknown>) {
  try {
    readModule(exports);
  } catch (error) {
    if (error instanceof UserModelError) return [error.message, error.culprit];
    throw error;
  }
  throw new Error('the module was taken');
}

describe('a module of a user model is refused', () => {
  test('without a schema', () => {
    expect(refusal({})).toEqual(['no default export', 'default']);
    for (const other of [{}, 1, null, () => true, { '~standard': { version: 2 } }]) {
      const message = 'a default export that is no Standard Schema';
      expect(refusal({ default: other })).toEqual([message, 'default']);
    }
  });

  test.each([
    ['zod', z.object({ name: z.string(), is_active: z.boolean() })],
    ['valibot', v.object({ name: v.string(), is_active: v.boolean() })],
    ['arktype', type({ name: 'string', 'is_active?': 'boolean' })],
  ])('with a field of %s that every user has', (_, schema) => {
    expect(refusal({ default: schema })).toEqual(['a field named is_active', 'is_active']);
  });

  const schema = z.object({ plan: z.string(), sub: z.string() });

  test('with a list that is something else', () => {
    expect(refusal({ default: schema, adminFields: 'plan' })).toEqual([
      'an export adminFields that is no list of names',
      'adminFields',
    ]);
  });

  test('with a list that names a field that the schema lacks', () => {
    expect(refusal({ default: schema, privateFields: ['plans'] })).toEqual([
      'privateFields with plans, which the schema has not',
      'privateFields',
    ]);
  });

  test('with a list that names a base field, which no schema has to', () => {
    const union = z.union([schema, schema]);
    expect(refusal({ default: union, claimFields: ['email'] })).toEqual([
      'a field named email',
      'email',
    ]);
  });

  test("with a claim that would be one of the token's own", () => {
    expect(refusal({ default: schema, claimFields: ['sub'] })).toEqual([
      'claimFields with sub',
      'sub',
    ]);
  });

  test('with a claim that is private', () => {
    const lists = { claimFields: ['plan'], privateFields: ['plan'] };
    expect(refusal({ default: schema, ...lists })).toEqual([
      'plan in claimFields and in privateFields',
      'claimFields',
    ]);
  });
});

test('arktype lets others through where its schema says so', () => {
  expect(readModule({ default: type({ a: 'string' }) }).onlyFields).toEqual(['a']);
  const open = type({ a: 'string', '[string]': 'string' });
  expect(readModule({ default: open }).onlyFields).toBeUndefined();
});
