import { describe, expect, test } from '@jest/globals';
import { forgotPassword } from '../../../lambda/users/forgot-password.ts';
import { Domain } from '../../support/domain.ts';

describe('forgotPassword', () => {
  test('makes the same one write for a known and an unknown address', async () => {
    const domain = new Domain();
    await domain.user('ada@example.com');
    const deps = { ...domain, requests: domain.store };
    await forgotPassword(deps, { email: 'ada@example.com' });
    await forgotPassword(deps, { email: 'nobody@example.com' });
    expect(domain.store.calls).toEqual(['recordForgotPassword', 'recordForgotPassword']);
    expect(domain.hash.calls).toEqual([]);
    const at = '2026-01-01T00:00:00.000Z';
    expect(domain.store.events).toEqual([
      { id: expect.any(String), type: 'after-forgot-password', at },
      { id: expect.any(String), type: 'after-forgot-password', at },
    ]);
  });

  test('raises one event a minute for an address', async () => {
    const domain = new Domain();
    const deps = { ...domain, requests: domain.store };
    const ask = () => forgotPassword(deps, { email: 'ada@example.com' });
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
});
