import { beforeEach, expect, test } from '@jest/globals';
import { PASSWORD } from '../../support/passwords.ts';
import { RANGE } from '../../support/pwned-passwords/published.ts';
import type { PwnedPasswordsService } from '../../support/pwned-passwords/service.ts';
import { Client, newEmail, seen } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

export const BREACHED = 'sparky50';

/** @param serviceOf the service that the API asks */
export function breachedPasswordCases(start: Start, serviceOf: () => PwnedPasswordsService): void {
  let client: Client;

  runOn(start, (system) => {
    client = new Client(system);
  });
  beforeEach(() => serviceOf().reset());

  const refused = (code: string) => ({
    status: 400,
    json: {
      detail: {
        code,
        reason: `Password should not be known from data breaches; this one was found in them ${RANGE.passwords[BREACHED]} times`,
      },
    },
  });
  const register = (password: string, email = newEmail()) =>
    client.send('POST', '/register', { json: { email, password } });

  test('a password of a data breach is refused wherever a user sets one, and leaves a reset token unspent', async () => {
    expect(seen(await register(BREACHED))).toEqual(refused('REGISTER_INVALID_PASSWORD'));
    const { user, token } = await client.signedIn();
    const json = { password: BREACHED, current_password: PASSWORD };
    expect(seen(await client.send('PATCH', '/me', { token, json }))).toEqual(
      refused('UPDATE_USER_INVALID_PASSWORD'),
    );
    const mailed = await client.resetToken(user.email);
    const reset = (password: string) =>
      client.send('POST', '/reset-password', { json: { token: mailed, password } });
    expect(seen(await reset(BREACHED))).toEqual(refused('RESET_PASSWORD_INVALID_PASSWORD'));
    expect((await reset('another good battery')).status).toBe(200);
  });

  test('a password of a data breach is refused where an operator or a superuser sets it', async () => {
    const email = newEmail();
    await expect(client.system.createUser({ email, password: BREACHED })).rejects.toThrow(
      'REGISTER_INVALID_PASSWORD: Password should not be known from data breaches',
    );
    const { token } = await client.superuser();
    const { id } = await client.register();
    const json = { password: BREACHED };
    expect(seen(await client.send('PATCH', `/${id}`, { token, json }))).toEqual(
      refused('UPDATE_USER_INVALID_PASSWORD'),
    );
  });

  test('a password is asked for by five characters of its SHA-1; logins ask nobody', async () => {
    const { email } = await client.register();
    expect((await client.login(email)).status).toBe(200);
    expect((await client.login(email, BREACHED)).status).toBe(400);
    expect((await register(BREACHED)).status).toBe(400);
    expect(serviceOf().requests.map(({ url }) => url)).toEqual([
      expect.stringMatching(/^\/range\/[0-9A-F]{5}$/),
      `/range/${RANGE.prefix}`,
    ]);
  });

  test('a password of a data breach is taken while the service is down', async () => {
    serviceOf().misbehaviour = { status: 503 };
    const email = newEmail();
    expect((await register(BREACHED, email)).status).toBe(201);
    expect((await client.login(email, BREACHED)).status).toBe(200);
    expect(serviceOf().requests).toHaveLength(1);
  });
}
