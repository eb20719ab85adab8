import { describe, expect, test } from '@jest/globals';
import { breachedPasswords } from '../../../lambda/composition/breached-passwords.ts';

const ELSEWHERE = { url: 'https://api.pwnedpasswords.com', timeoutMs: 1_000 };
const HERE = { url: 'http://127.0.0.1:8080', timeoutMs: 1_000 };

describe('a function asks about breached passwords', () => {
  test.each([
    ['nobody, if the construct names nobody', undefined, true, false],
    ['the service, in AWS', ELSEWHERE, true, true],
    ['no service elsewhere, outside of AWS', ELSEWHERE, false, false],
    ['a service on the same machine, outside of AWS', HERE, false, true],
  ])('%s', (_, settings, isInAws, isAsked) => {
    expect(breachedPasswords(settings, { isInAws }) !== undefined).toBe(isAsked);
  });
});
