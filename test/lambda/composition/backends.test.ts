import { describe, expect, test } from '@jest/globals';
import { backends, ownBackend, ownRefresh } from '../../../lambda/composition/backends.ts';
import { passwordHash, passwordPolicy } from '../../../lambda/composition/passwords.ts';
import { runtime } from '../../../lambda/composition/runtime.ts';
import { userStore } from '../../../lambda/composition/stores/user-store.ts';
import { ENVIRONMENT } from '../../support/aws/json-clients.ts';
import { CHEAP_HASH } from '../../support/passwords.ts';
import { COOKIE_BACKEND, JWT_BACKEND } from '../../support/runtime/runtime.ts';

const rt = runtime({ ...ENVIRONMENT, BACKENDS: JSON.stringify([COOKIE_BACKEND, JWT_BACKEND]) });

describe('the parts of a function', () => {
  test('are backends in the order given to the construct', () => {
    expect(backends(rt).map(({ name }) => name)).toEqual(['cookie', 'jwt']);
    expect(backends(rt).map(({ transport }) => transport.ambient)).toEqual([true, false]);
    expect(ownBackend(rt).name).toBe('cookie');
    expect(ownBackend(rt).strategy.lifetime).toBe(3600);
  });

  test('are not made where there is no backend', () => {
    const none = runtime({ BACKENDS: '[]' });
    expect(() => ownBackend(none)).toThrow('the environment variable BACKENDS names no backend');
  });

  test('are not made for refresh where the backend has none', () => {
    const message = 'the environment variable BACKENDS names no backend with refresh';
    expect(() => ownRefresh(rt)).toThrow(message);
  });

  test('are not made where a variable is missing, which the error names', () => {
    expect(() => userStore(runtime({}, { parts: { documents: undefined } }))).toThrow(
      'the environment variable TABLE_NAME is missing',
    );
  });

  test('have the cost and the policy of the environment', async () => {
    const own = runtime({
      PASSWORD_HASH: CHEAP_HASH,
      PASSWORD_MIN_LENGTH: '12',
      CONTEXT_WORDS: '["Acme"]',
    });
    expect(await passwordHash(own).hash('x')).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$/);
    expect(passwordPolicy(own)).toEqual({ minLength: 12, contextWords: ['Acme'] });
  });

  test('are made once if others share them, and again in another runtime', () => {
    const made: number[] = [];
    const part = () => made.push(0);
    expect([rt.once('part', part), rt.once('part', part)]).toEqual([1, 1]);
    expect(runtime({}).once('part', part)).toBe(2);
  });
});
