import { beforeEach, describe, expect, test } from '@jest/globals';
import { finishOAuth } from '../../../../lambda/users/oauth/finish-oauth.ts';
import type { OAuthAttempt } from '../../../../lambda/users/oauth/provider.ts';
import { type MemoryStore, memoryStore } from '../../../support/stores/memory/memory-store.ts';

const ATTEMPT = {
  state: 'state',
  nonce: 'nonce',
  codeVerifier: 'verifier',
  expiresAt: 1_900_000_000,
};
const ASSOCIATION = { ...ATTEMPT, userId: 'ada' };
const IDENTITY = { subject: 'subject', email: 'ada@example.com', isAuthoritative: true };

describe('the return from a provider', () => {
  /** What the provider was asked. */
  let asked: { readonly code: string | null; readonly attempt: OAuthAttempt }[];
  let store: MemoryStore;

  beforeEach(() => {
    asked = [];
    store = memoryStore();
  });

  interface Return {
    readonly attempt: string | undefined;
    readonly query?: string;
    readonly userId?: string;
    readonly identity?: typeof IDENTITY;
  }

  /** Attempts are their own tokens here, as JSON; anything else is no valid token. */
  const finish = ({
    attempt,
    query = 'state=state&code=code',
    userId,
    identity = IDENTITY,
  }: Return) =>
    finishOAuth(
      {
        provider: {
          identify: async (parameters, begun) => {
            asked.push({ code: parameters.get('code'), attempt: begun });
            return identity;
          },
        },
        attempts: {
          verify: async (token) => (token.startsWith('{') ? JSON.parse(token) : undefined),
        },
        usedAttempts: store,
      },
      {
        client: 'acme',
        attempt,
        parameters: new URLSearchParams(query),
        ...(userId !== undefined && { userId }),
      },
    );

  test('tells who signed in, from the parameters and the attempt that was begun', async () => {
    expect(await finish({ attempt: JSON.stringify(ATTEMPT) })).toBe(IDENTITY);
    expect(asked).toStrictEqual([{ code: 'code', attempt: ATTEMPT }]);
  });

  test('tells it to the user who began to associate an account', async () => {
    const attempt = JSON.stringify(ASSOCIATION);
    expect(await finish({ attempt, userId: 'ada' })).toBe(IDENTITY);
    expect(asked).toStrictEqual([{ code: 'code', attempt: ASSOCIATION }]);
  });

  test.each<[string, Return]>([
    ['no attempt', { attempt: undefined }],
    ['an attempt that is no valid token', { attempt: 'x.y.z' }],
    ['neither an attempt nor a state', { attempt: undefined, query: 'code=code' }],
    ['the state of another attempt', { attempt: JSON.stringify(ATTEMPT), query: 'state=other' }],
    ['no state', { attempt: JSON.stringify(ATTEMPT), query: 'code=code' }],
    ['the attempt of another user', { attempt: JSON.stringify(ASSOCIATION), userId: 'eve' }],
    ['the attempt of an association, at a login', { attempt: JSON.stringify(ASSOCIATION) }],
    [
      'the attempt of a login, at an association',
      { attempt: JSON.stringify(ATTEMPT), userId: 'a' },
    ],
  ])('is refused with %s, and the provider is not asked', async (_, input) => {
    await expect(finish(input)).rejects.toMatchObject({ code: 'OAUTH_INVALID_STATE' });
    expect(asked).toEqual([]);
    expect(store.calls).toEqual([]);
  });

  test('is refused the second time, before the provider is asked again', async () => {
    const attempt = JSON.stringify(ATTEMPT);
    await finish({ attempt });
    await expect(finish({ attempt })).rejects.toMatchObject({ code: 'OAUTH_INVALID_STATE' });
    expect(asked).toHaveLength(1);
  });

  test('that races with itself asks the provider once', async () => {
    const attempt = JSON.stringify(ATTEMPT);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, () => finish({ attempt })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['of one character', '!'],
    ['of 255 characters', '~'.repeat(255)],
  ])('takes a subject %s', async (_, subject) => {
    const identity = { ...IDENTITY, subject };
    expect(await finish({ attempt: JSON.stringify(ATTEMPT), identity })).toEqual(identity);
  });

  test.each([
    ['that is empty', ''],
    ['of 256 characters', 'x'.repeat(256)],
    ['with a space', 'a b'],
    ['with a line break at its end', 'a\n'],
    ['with a control character', 'a\u007f'],
    ['with a letter beyond ASCII', 'ä'],
    ['with a lone surrogate', '\ud800'],
  ])('is refused with a subject %s', async (_, subject) => {
    const input = { attempt: JSON.stringify(ATTEMPT), identity: { ...IDENTITY, subject } };
    await expect(finish(input)).rejects.toMatchObject({ code: 'OAUTH_INVALID_RESPONSE' });
  });
});
