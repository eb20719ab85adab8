import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { FactorClient } from '../../e2e/support/factor-client.ts';
import { runOn, type Start } from '../../e2e/support/start.ts';
import type { TestProvider } from '../../support/oauth/test-provider.ts';
import { People, type SignInSystem } from '../support/sign-in.ts';

/**
 * Second factors of users who sign in at a provider, on pages beside `test/apps/every-factor.ts`.
 *
 * @param provider of its client
 */
export function oauthFactorFlows(start: Start<SignInSystem>, provider: () => TestProvider): void {
  let people: People;
  let client: FactorClient;
  let system: SignInSystem;
  runOn(start, (started) => {
    system = started;
    people = new People(system);
    client = new FactorClient(system);
  });
  afterEach(() => people.leave());

  const link = () => `${system.url}/oauth/acme/authorize`;

  /** A user with an account at the provider, and an app since: no account is linked by its address afterwards. */
  async function withApp() {
    const user = await client.verified();
    const subject = `subject-${randomUUID()}`;
    provider().account(subject, { email: user.email, email_verified: true });
    const before = await people.at('cookie');
    await before.signsInAt(link(), subject, /\?signed-in/);
    const { secret } = await client.enrol(user, await client.token(user.email));
    return { user, secret, subject };
  }

  test('a login at a provider goes on with the code of an app, and no server is told its token', async () => {
    const { user, secret, subject } = await withApp();
    const person = await people.at('cookie');
    await person.signsInAt(link(), subject, /\?second-factor#/);
    expect((await person.me()).status).toBe(401);
    expect(await person.does('takeMfaToken')).toBe('totp,recovery_code');
    expect(person.address()).toBe(`${system.pages.origin}/cookie`);
    expect(system.pages.requests.filter((url) => url.includes('mfa_token'))).toEqual([]);
    const wrong = await person.does('finishLogin', { code: client.wrongCode(secret) });
    expect(wrong).toEqual({ status: 400, json: { detail: 'LOGIN_BAD_MFA_CODE' } });
    const code = client.code(secret);
    expect((await person.does('finishLogin', { code })).status).toBe(204);
    expect((await person.me()).json).toEqual(user);
  });

  test('a login at a provider goes on with a passkey', async () => {
    const { user, secret, subject } = await withApp();
    const person = await people.at('cookie');
    await person.has({ transport: 'internal' });
    await person.signsInAt(link(), subject, /\?second-factor#/);
    await person.does('takeMfaToken');
    await person.does('finishLogin', { code: client.code(secret) });
    expect((await person.does('addPasskey')).status).toBe(201);
    await person.forgets();
    await person.signsInAt(link(), subject, /\?second-factor#/);
    expect(await person.does('takeMfaToken')).toBe('totp,passkey,recovery_code');
    expect((await person.does('finishLoginByPasskey')).status).toBe(204);
    expect((await person.me()).json).toEqual(user);
  });
}
