import { beforeEach, describe, expect, test } from '@jest/globals';
import { beginOAuth } from '../../../../lambda/users/oauth/begin-oauth.ts';
import type { OAuthAttempt } from '../../../../lambda/users/oauth/provider.ts';

describe('a trip to a provider', () => {
  /** What the provider's URL was made of. */
  let sent: OAuthAttempt[];
  /** How many bytes were asked for, each time. */
  let drawn: number[];

  beforeEach(() => {
    sent = [];
    drawn = [];
  });

  /** Each draw is other bytes; attempts are their own tokens here, as JSON. */
  const begin = (input?: { userId?: string }) =>
    beginOAuth(
      {
        provider: {
          authorizationUrl: async (attempt) => {
            sent.push(attempt);
            return 'https://provider.example/auth';
          },
        },
        attempts: { issue: async (attempt) => JSON.stringify(attempt) },
        randomness: { bytes: (length) => Buffer.alloc(length, drawn.push(length)) },
      },
      input,
    );
  const textOf = (draw: number) => Buffer.alloc(32, draw).toString('base64url');

  test('goes to the provider’s URL with three secrets of 256 bits, each drawn by itself', async () => {
    const { authorizationUrl, attempt, state } = await begin();
    expect(authorizationUrl).toBe('https://provider.example/auth');
    expect(JSON.parse(attempt)).toStrictEqual({
      state: textOf(1),
      nonce: textOf(2),
      codeVerifier: textOf(3),
    });
    expect(state).toBe(textOf(1));
    expect(drawn).toEqual([32, 32, 32]);
  });

  test('gives the browser the same attempt that the provider is asked about', async () => {
    const { attempt } = await begin();
    expect(sent).toStrictEqual([JSON.parse(attempt)]);
  });

  test('names the user who associates an account, and nobody at a login', async () => {
    const [association, login] = [await begin({ userId: 'ada' }), await begin({})];
    expect(JSON.parse(association.attempt)).toHaveProperty('userId', 'ada');
    expect(JSON.parse(login.attempt)).not.toHaveProperty('userId');
  });
});
