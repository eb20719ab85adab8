import { beforeEach, describe, expect, test } from '@jest/globals';
import { deleteSession } from '../../../../lambda/users/sessions/delete-session.ts';
import { listSessions } from '../../../../lambda/users/sessions/list-sessions.ts';
import type { Session } from '../../../../lambda/users/sessions/session.ts';
import type { Profile } from '../../../../lambda/users/user.ts';
import { Domain, ORIGIN } from '../../../support/domain/domain.ts';

const EMAIL = 'ada@example.com';

describe('the sessions of a user', () => {
  let domain: Domain;
  let ada: Profile;

  beforeEach(async () => {
    domain = new Domain();
    ada = await domain.user(EMAIL);
  });

  async function store(sessionId: string, changes: Partial<Session> = {}) {
    const at = domain.clock.now();
    const session: Session = {
      userId: ada.user.id,
      sessionId,
      ...ORIGIN,
      created_at: at.toISOString(),
      last_used_at: at.toISOString(),
      tokenVersion: 1,
      expiresAt: at.getTime() / 1000 + 60,
      secretHash: 'hash',
      claims: { plan: 'pro' },
      ...changes,
    };
    await domain.store.recordLogin({ credential: await domain.credential(EMAIL), session });
  }
  const list = async (profile = ada, currentId?: string) =>
    listSessions(domain, { profile, currentId });
  const ids = async (profile = ada) => (await list(profile)).map(({ id }) => id);

  test('are listed newest first, with no more of them than their user may see', async () => {
    await store('1');
    await store('2');
    const seen = {
      ...ORIGIN,
      created_at: '2026-01-01T00:00:00.000Z',
      last_used_at: '2026-01-01T00:00:00.000Z',
    };
    expect(await list(ada, '1')).toEqual([
      { id: '2', ...seen, current: false },
      { id: '1', ...seen, current: true },
    ]);
  });

  test('are not listed once they have expired, to the second', async () => {
    await store('1');
    domain.clock.advance(59);
    expect(await ids()).toEqual(['1']);
    domain.clock.advance(1);
    expect(await ids()).toEqual([]);
  });

  test('are not listed after a change of the version, but for the one that survived it', async () => {
    await store('1');
    await store('2');
    expect(await ids({ ...ada, tokenVersion: 2 })).toEqual([]);
    expect(await ids({ ...ada, tokenVersion: 2, survivingToken: '1' })).toEqual(['1']);
  });

  test('end one by one, once each', async () => {
    await store('1');
    await store('2');
    const one = { userId: ada.user.id, sessionId: '1' };
    await deleteSession(domain, one);
    expect(await ids()).toEqual(['2']);
    await expect(deleteSession(domain, one)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('are not another user’s to end', async () => {
    await store('1');
    const eves = { userId: 'eve', sessionId: '1' };
    await expect(deleteSession(domain, eves)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await ids()).toEqual(['1']);
  });
});
