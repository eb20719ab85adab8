import { expect, test } from '@jest/globals';
import { byOnly, givenPasskey } from '../../../lambda/http/given-proof.ts';

const done = async () => 'done';
const credential = {
  ...{ id: 'id', rawId: 'id', type: 'public-key' as const },
  response: { clientDataJSON: '', authenticatorData: '', signature: '' },
};

test('a body with one proof goes the way of that proof', async () => {
  expect(await byOnly({ password: undefined, code: done })).toBe('done');
});

test('a body without a proof is told all that are taken', () => {
  const ways = { password: undefined, code: undefined, challenge_token: undefined };
  expect(() => byOnly(ways)).toThrow(
    'Input should have either password, or code, or challenge_token and credential',
  );
  expect(() => byOnly({ password: undefined })).toThrow('password: Field required');
});

test('a body with two proofs is told which', () => {
  expect(() => byOnly({ password: done, code: done })).toThrow(
    'code: Input should be either password or code, and both are given',
  );
});

test('a passkey is a challenge and its answer', () => {
  const both = { challenge_token: 'token', credential };
  expect(givenPasskey(both)).toEqual({ challengeToken: 'token', credential });
  expect(givenPasskey({})).toBeUndefined();
  expect(() => givenPasskey({ challenge_token: 'token' })).toThrow('credential: Field required');
  expect(() => givenPasskey({ credential })).toThrow('challenge_token: Field required');
});
