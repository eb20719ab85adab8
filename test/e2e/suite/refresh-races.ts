import { expect, test } from '@jest/globals';
import { OTHER_PASSWORD } from '../../support/passwords.ts';
import { type Answer, tally } from '../support/client.ts';
import { generationOf, RefreshClient, tokensOf } from '../support/refresh-client.ts';
import { runOn, type Start } from '../support/start.ts';

/** Refresh tokens that are used at the same time; the backends are those of the refresh cases. */
export function refreshRaceCases(start: Start): void {
  let client: RefreshClient;
  runOn(start, (system) => {
    client = new RefreshClient(system);
  });

  const race = (count: number, token: string, backend = 'jwt') =>
    Promise.all(Array.from({ length: count }, () => client.refresh(token, backend)));

  test('100 refreshes of one token at once get one replacement', async () => {
    const { user, tokens } = await client.newLogin();
    const answers = await race(100, tokens.refresh);
    expect(tally(answers)).toEqual({ 200: 100 });
    const children = new Set(answers.map((answer) => tokensOf(answer).refresh));
    expect([...children].map(generationOf)).toEqual([2]);
    const [child = ''] = children;
    expect(generationOf(tokensOf(await client.refresh(child)).refresh)).toBe(3);
    expect(await client.reuses(user.id)).toEqual([]);
  }, 60_000);

  test('without an interval of reuse, one of 100 refreshes wins, and the session is dead', async () => {
    const { user, tokens } = await client.newLogin('strict');
    const answers = await race(100, tokens.refresh, 'strict');
    expect(tally(answers)).toEqual({ 200: 1, 401: 99 });
    const winner = answers.find(({ status }) => status === 200);
    if (winner === undefined) throw new Error('nobody won');
    const { access, refresh: child } = tokensOf(winner);
    expect((await client.refresh(child, 'strict')).status).toBe(401);
    for (const each of [access, tokens.access]) expect(await client.status(each)).toBe(401);
    expect(await client.reuses(user.id)).toHaveLength(1);
  }, 60_000);

  test('50 replays of a stolen token raise one event', async () => {
    const { user, tokens } = await client.newLogin();
    const second = tokensOf(await client.refresh(tokens.refresh));
    const third = tokensOf(await client.refresh(second.refresh));
    expect(tally(await race(50, tokens.refresh))).toEqual({ 401: 50 });
    expect(await client.status(third.access)).toBe(401);
    expect(await client.reuses(user.id)).toHaveLength(1);
  }, 60_000);

  test.each<[string, (user: { id: string; email: string }, token: string) => Promise<Answer>]>([
    ['a logout', (_, token) => client.send('POST', '/logout/jwt', { token })],
    [
      'a reset',
      async ({ email }) =>
        client.send('POST', '/reset-password', {
          json: { token: await client.resetToken(email), password: OTHER_PASSWORD },
        }),
    ],
    [
      'a deletion',
      async ({ id }) =>
        client.send('DELETE', `/${id}`, { token: (await client.superuser()).token }),
    ],
  ])(
    '20 refreshes that race with %s leave no live token',
    async (_, end) => {
      const { user, tokens } = await client.newLogin();
      const ending = end(user, tokens.access);
      const answers = await race(20, tokens.refresh);
      expect((await ending).status).toBeLessThan(300);
      const won = answers.filter(({ status }) => status === 200).map(tokensOf);
      for (const each of [tokens, ...won.slice(0, 3)]) {
        expect(await client.status(each.access)).toBe(401);
        expect((await client.refresh(each.refresh)).status).toBe(401);
      }
      expect(await client.reuses(user.id)).toEqual([]);
    },
    60_000,
  );
}
