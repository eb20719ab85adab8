import { describe, expect, test } from '@jest/globals';
import { requestToken } from '../../../../lambda/users/passwords/request-token.ts';
import { Domain } from '../../../support/domain/domain.ts';

describe.each(['forgot-password', 'request-verify'] as const)('requestToken for %s', (kind) => {
  test('makes the same one write for a known and an unknown address', async () => {
    const domain = new Domain();
    await domain.user('ada@example.com');
    const deps = { ...domain, requests: domain.store };
    await requestToken(deps, { kind, email: 'ada@example.com' });
    await requestToken(deps, { kind, email: 'nobody@example.com' });
    expect(domain.store.calls).toEqual(['record', 'record']);
    expect(domain.hash.calls).toEqual([]);
    const at = '2026-01-01T00:00:00.000Z';
    const nobody = { id: null, by: 'user' };
    expect(domain.store.events).toEqual([
      { id: expect.any(String), type: `after-${kind}`, at, actor: nobody },
      { id: expect.any(String), type: `after-${kind}`, at, actor: nobody },
    ]);
  });

  test('raises one event a minute for an address', async () => {
    const domain = new Domain();
    const deps = { ...domain, requests: domain.store };
    const ask = () => requestToken(deps, { kind, email: 'ada@example.com' });
    await ask();
    domain.clock.advance(59);
    await ask();
    expect(domain.store.events).toHaveLength(1);
    domain.clock.advance(1);
    await ask();
    expect(domain.store.events.map(({ at }) => at)).toEqual([
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:01:00.000Z',
    ]);
  });

  test('counts the other kind by itself', async () => {
    const domain = new Domain();
    const deps = { ...domain, requests: domain.store };
    const other = kind === 'forgot-password' ? 'request-verify' : 'forgot-password';
    await requestToken(deps, { kind, email: 'ada@example.com' });
    await requestToken(deps, { kind: other, email: 'ada@example.com' });
    expect(domain.store.events).toHaveLength(2);
  });
});
