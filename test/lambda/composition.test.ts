import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  backends,
  cursors,
  ownBackend,
  passwordHash,
  passwordPolicy,
  userStore,
} from '../../lambda/composition.ts';
import { COOKIE_BACKEND, JWT_BACKEND } from '../support/runtime.ts';

const before = { ...process.env };

beforeEach(() => {
  process.env.BACKENDS = JSON.stringify([COOKIE_BACKEND, JWT_BACKEND]);
});

afterEach(() => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, before);
});

describe('the composition root', () => {
  test('makes backends in the order given to the construct', () => {
    expect(backends().map(({ name }) => name)).toEqual(['cookie', 'jwt']);
    expect(backends().map(({ transport }) => transport.ambient)).toEqual([true, false]);
    expect(ownBackend().name).toBe('cookie');
    expect(ownBackend().strategy.lifetime).toBe(3600);
  });

  test('stops where there is no backend', () => {
    process.env.BACKENDS = '[]';
    const message = 'the environment variable BACKENDS names no backend';
    expect(() => ownBackend()).toThrow(message);
    expect(() => cursors()).toThrow(message);
  });

  test('stops where a variable is missing, by its name', () => {
    delete process.env.TABLE_NAME;
    expect(() => userStore()).toThrow('the environment variable TABLE_NAME is missing');
  });

  test('passes cost and least length on', async () => {
    process.env.BCRYPT_COST = '4';
    process.env.PASSWORD_MIN_LENGTH = '12';
    expect(await passwordHash().hash('x')).toMatch(/^\$2[aby]\$04\$/);
    expect(passwordPolicy()).toEqual({ minLength: 12 });
  });
});
