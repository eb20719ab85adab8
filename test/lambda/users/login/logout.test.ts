import { beforeEach, describe, expect, test } from '@jest/globals';
import { authenticate } from '../../../../lambda/auth/authenticate.ts';
import type { Backend } from '../../../../lambda/auth/backend.ts';
import { logout } from '../../../../lambda/users/login/logout.ts';
import type { AccessClaims } from '../../../../lambda/users/sessions/session.ts';
import { Domain, ORIGIN, PROOF, required } from '../../../support/domain/domain.ts';
import { jwtBackend } from '../../../support/runtime/backends.ts';

const EMAIL = 'ada@example.com';
const unauthorized = { name: 'UsersError', code: 'UNAUTHORIZED' };

describe('logout', () => {
  let domain: Domain;
  let jwt: Backend;

  beforeEach(async () => {
    domain = new Domain();
    jwt = jwtBackend(domain);
    await domain.user(EMAIL);
  });

  async function signedIn(): Promise<{ token: string; claims: AccessClaims }> {
    const { credential } = await jwt.strategy.issue(await domain.credential(EMAIL), ORIGIN, PROOF);
    return { token: credential, claims: required(await jwt.strategy.verify(credential)) };
  }
  const me = (token: string) =>
    authenticate(
      { backends: [jwt], store: domain.store, sessions: domain.store, clock: domain.clock },
      { headers: { authorization: `Bearer ${token}` } },
    );
  const end = (claims: AccessClaims) =>
    logout({ sessions: domain.store, clock: domain.clock }, { claims });

  test('ends the one credential, at once, by one call', async () => {
    const [own, other] = [await signedIn(), await signedIn()];
    domain.forget();
    await end(own.claims);
    expect(domain.store.calls).toEqual(['end']);
    await expect(me(own.token)).rejects.toMatchObject(unauthorized);
    expect((await me(other.token)).caller.user.email).toBe(EMAIL);
  });

  test('raises no event', async () => {
    const { claims } = await signedIn();
    await end(claims);
    expect(domain.store.events).toEqual([]);
  });

  test('refuses what has ended already', async () => {
    const { claims } = await signedIn();
    await end(claims);
    await expect(end(claims)).rejects.toMatchObject(unauthorized);
  });
});
