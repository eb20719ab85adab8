import { describe, expect, test } from '@jest/globals';
import { FrozenClock } from '../../support/domain/frozen.ts';
import { emailAttempts, emailCodes, TestKeys } from '../../support/domain/keys.ts';

const REQUEST = { email: 'ada@example.com', id: '00000000-0000-7000-8000-000000000001' };

describe('a code', () => {
  test('is the same for the same request, and another for another one or another address', async () => {
    const codes = emailCodes();
    const one = await codes.issue(REQUEST);
    expect(await codes.issue(REQUEST)).toEqual(one);
    for (const other of [
      { ...REQUEST, id: REQUEST.id.replace('1', '2') },
      { ...REQUEST, email: 'bob@example.com' },
    ]) {
      const { code, token } = await codes.issue(other);
      expect(code).not.toBe(one.code);
      expect(token).not.toBe(one.token);
    }
  });

  test('is another by another secret', async () => {
    const one = await emailCodes(new TestKeys('one')).issue(REQUEST);
    const other = await emailCodes(new TestKeys('other')).issue(REQUEST);
    expect(other.code).not.toBe(one.code);
  });

  test('has eight digits, zeros in front included, and every digit in every place', async () => {
    const codes = emailCodes();
    const issued = await Promise.all(
      Array.from({ length: 500 }, (_, n) => codes.issue({ ...REQUEST, id: `${n}` })),
    );
    for (const { code } of issued) expect(code).toMatch(/^\d{8}$/);
    for (let place = 0; place < 8; place++) {
      expect(new Set(issued.map(({ code }) => code[place])).size).toBe(10);
    }
    expect(new Set(issued.map(({ code }) => code)).size).toBe(500);
  });

  test('is taken in both forms and in groups, and nothing else is', async () => {
    const codes = emailCodes();
    const { code, token } = await codes.issue(REQUEST);
    const taken = async (text: string) => codes.isCodeOf(REQUEST, text);
    expect({
      code: await taken(code),
      token: await taken(token),
      groups: await taken(`${code.slice(0, 4)} ${code.slice(4)}`),
      nothing: await taken(''),
      part: await taken(code.slice(1)),
      more: await taken(`${code}0`),
      ofAnother: await codes.isCodeOf({ ...REQUEST, id: 'another' }, code),
    }).toEqual({
      code: true,
      token: true,
      groups: true,
      nothing: false,
      part: false,
      more: false,
      ofAnother: false,
    });
  });

  test('outlives one rotation of the secret, and no second one', async () => {
    const keys = new TestKeys();
    const codes = emailCodes(keys);
    const { code } = await codes.issue(REQUEST);
    keys.rotate();
    expect(await codes.isCodeOf(REQUEST, code)).toBe(true);
    keys.rotate();
    expect(await codes.isCodeOf(REQUEST, code)).toBe(false);
  });
});

describe('an attempt', () => {
  test('is of one address, one request and one backend, for ten minutes', async () => {
    const [clock, keys] = [new FrozenClock(), new TestKeys()];
    const attempts = emailAttempts(clock, keys);
    const attempt = { email: REQUEST.email, request: 'a request' };
    const { token, expiresAt } = await attempts.issue(attempt);
    expect(expiresAt).toEqual(new Date(clock.now().getTime() + 600_000));
    expect(await attempts.verify(token)).toEqual(attempt);
    expect(await emailAttempts(clock, keys, 'cookie').verify(token)).toBeUndefined();
    expect(await attempts.verify(`${token}x`)).toBeUndefined();
    clock.advance(600);
    expect(await attempts.verify(token)).toBeUndefined();
  });
});
