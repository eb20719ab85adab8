import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import {
  type HookFunctions,
  readModule,
  UserModelError,
} from '../../../../lambda/adapters/user-model/module.ts';
import { moduleHooks } from '../../../../lambda/adapters/user-model/module-hooks.ts';
import { SchemaUserModel } from '../../../../lambda/adapters/user-model/schema-user-model.ts';
import { HookRefusal } from '../../../../lambda/users/model/hooks.ts';
import type { CustomFields } from '../../../../lambda/users/user.ts';
import { defineUsers, Refusal } from '../../../../lib/define.ts';

const ORIGIN = { backend: 'jwt', ip: '192.0.2.1', user_agent: 'curl/8' };
const ADA = { id: 'x', email: 'ada@example.com', claims: {} };

const hooksOf = (functions: HookFunctions, budget?: number) =>
  moduleHooks(
    functions,
    { claimFields: ['plan'], validate: async (fields: CustomFields) => fields },
    budget,
  );

describe('the hooks of a module', () => {
  test('do nothing where it has none', async () => {
    const hooks = hooksOf({});
    await hooks.validatePassword('password', ADA);
    await hooks.beforeLogin(ADA, ORIGIN);
    expect(await hooks.beforeRegister(ADA, { by: 'user' })).toBeUndefined();
    expect(await hooks.tokenClaims(ADA, ORIGIN)).toEqual({});
  });

  test('refuse with a code and a reason', async () => {
    const hooks = hooksOf({
      beforeLogin() {
        throw new Refusal('SUSPENDED', 'Your account is suspended');
      },
    });
    const refused = hooks.beforeLogin(ADA, ORIGIN);
    await expect(refused).rejects.toBeInstanceOf(HookRefusal);
    await expect(refused).rejects.toMatchObject({
      code: 'SUSPENDED',
      reason: 'Your account is suspended',
    });
  });

  test('fail with whatever else they throw', async () => {
    const hooks = hooksOf({ beforeDelete: () => Promise.reject(new TypeError('no such table')) });
    await expect(hooks.beforeDelete({} as never)).rejects.toThrow(TypeError);
  });

  test('fail when they exceed their time budget', async () => {
    const hooks = hooksOf({ beforeUpdate: () => new Promise(() => {}) }, 5);
    await expect(hooks.beforeUpdate({} as never, {} as never, {} as never)).rejects.toThrow(
      'the hook beforeUpdate took longer than 5 ms',
    );
  });

  test('fail when they return what can not be stored, and the body is not blamed', async () => {
    const refusing = moduleHooks(
      { beforeRegister: () => ({ name: 1 }) },
      { claimFields: [], validate: () => Promise.reject(new Error('not a string')) },
    );
    await expect(refusing.beforeRegister(ADA, { by: 'user' })).rejects.toThrow(
      'beforeRegister returned what the schema refuses',
    );
  });

  test.each([
    ["the token's own sub", { sub: 'someone else' }],
    ['plan, which claimFields has; give it another name', { plan: 'pro' }],
    ['what no access token can carry', { roles: 'x'.repeat(3000) }],
    ['what no access token can carry', { since: new Date(0) }],
  ])('fail when the claims they return are %s', async (message, claims) => {
    await expect(hooksOf({ tokenClaims: () => claims }).tokenClaims(ADA, ORIGIN)).rejects.toThrow(
      `tokenClaims returned ${message}`,
    );
  });
});

describe('a module of hooks', () => {
  test('needs no schema, and then no field is taken or shown', () => {
    const definition = defineUsers({ beforeLogin() {} });
    const model = new SchemaUserModel(readModule({ default: definition }));
    expect(model.hasFields).toBe(false);
    expect(model.change({ name: 'Ada' }, 'admin', 'new')).toBeUndefined();
  });

  test('may have hooks beside a schema that is its default export', () => {
    const beforeDelete = () => {};
    expect(readModule({ default: z.object({}), beforeDelete }).hooks).toEqual({ beforeDelete });
  });

  test('is refused with a hook that is no function', () => {
    expect(() => readModule({ default: { beforeLogin: 'no' } })).toThrow(
      new UserModelError('a hook beforeLogin that is no function', { expected: '', fix: '' }),
    );
  });

  test('is refused with neither hook nor schema, and with an invalid schema', () => {
    expect(() => readModule({ default: { adminFields: [] } })).toThrow(UserModelError);
    expect(() => readModule({ default: { schema: {}, beforeLogin() {} } })).toThrow(UserModelError);
  });
});
