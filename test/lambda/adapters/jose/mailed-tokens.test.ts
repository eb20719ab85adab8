import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { RESET_PURPOSE, VERIFY_PURPOSE } from '../../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens } from '../../../../lambda/adapters/jose/signed-tokens.ts';
import { FrozenClock } from '../../../support/domain/frozen.ts';
import { resetTokens, TestKeys, verificationTokens } from '../../../support/domain/keys.ts';

const claims = { userId: 'ada', email: 'ada@example.com', credentialVersion: 3 };
const event = {
  id: '00000000-0000-7000-8000-000000000001',
  type: 'after-forgot-password',
  at: '2026-01-01T00:00:00.999Z',
} as const;

describe('JwtMailedTokens', () => {
  test('prove user, address and version of the credential', async () => {
    const tokens = resetTokens(new FrozenClock());
    const { token } = await tokens.issue(claims, event);
    expect(await tokens.verify(token)).toEqual(claims);
  });

  test('prove just what their purpose names', async () => {
    const tokens = verificationTokens(new FrozenClock());
    const { token } = await tokens.issue(claims, event);
    expect(await tokens.verify(token)).toEqual({ userId: 'ada', email: 'ada@example.com' });
    expect(decodeJwt(token)).toEqual({
      sub: 'ada',
      email: 'ada@example.com',
      aud: VERIFY_PURPOSE.audience,
      jti: event.id,
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
  });

  test('are good for no other purpose, even under the same secret', async () => {
    const [clock, keys] = [new FrozenClock(), new TestKeys()];
    const [reset, verification] = [resetTokens(clock, keys), verificationTokens(clock, keys)];
    const made = await reset.issue(claims, event);
    expect(await verification.verify(made.token)).toBeUndefined();
    const other = await verification.issue(claims, event);
    expect(await reset.verify(other.token)).toBeUndefined();
  });

  test('hold for an hour from the request on, not from when they are made', async () => {
    const clock = new FrozenClock();
    const tokens = resetTokens(clock);
    clock.advance(1800);
    const { token, expiresAt } = await tokens.issue(claims, event);
    expect(expiresAt.toISOString()).toBe('2026-01-01T01:00:00.000Z');
    clock.advance(1799);
    expect(await tokens.verify(token)).toEqual(claims);
    clock.advance(1);
    expect(await tokens.verify(token)).toBeUndefined();
  });

  test('are the same whenever they are made for the same request', async () => {
    const clock = new FrozenClock();
    const keys = new TestKeys();
    const first = await resetTokens(clock, keys).issue(claims, event);
    clock.advance(600);
    expect(await resetTokens(clock, keys).issue(claims, event)).toEqual(first);
  });

  test('differ for another request, version or user', async () => {
    const tokens = resetTokens(new FrozenClock());
    const made = await Promise.all([
      tokens.issue(claims, event),
      tokens.issue(claims, { ...event, id: '00000000-0000-7000-8000-000000000002' }),
      tokens.issue({ ...claims, credentialVersion: 4 }, event),
      tokens.issue({ ...claims, userId: 'bob' }, event),
    ]);
    expect(new Set(made.map(({ token }) => token)).size).toBe(4);
  });

  test.each([
    ['an address that is no text', { email: 7 }],
    ['a version that is no number', { cv: '3' }],
  ])('are refused with %s although they are well signed', async (_, wrong) => {
    const clock = new FrozenClock();
    const keys = new TestKeys();
    const exp = Math.floor(clock.now().getTime() / 1000) + 60;
    const all = { sub: 'ada', email: 'ada@example.com', cv: 3, exp, ...wrong };
    const token = await new SignedTokens(RESET_PURPOSE, keys, clock).sign(all as never);
    expect(await resetTokens(clock, keys).verify(token)).toBeUndefined();
  });
});
