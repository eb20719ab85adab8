import { expect, test } from '@jest/globals';
import { PASSWORD } from '../../support/passwords.ts';
import { seen } from '../support/client.ts';
import { FactorClient } from '../support/factor-client.ts';
import { credentialIn } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';

const ACR = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor';

/** What a login from before a second factor may do, and how it is proved again. */
export function stepUpCases(start: Start): void {
  let client: FactorClient;
  runOn(start, (system) => {
    client = new FactorClient(system);
  });

  test('a login from before the factor ends no other, whatever password comes with it', async () => {
    const { token } = await client.enrolled();
    for (const json of [{}, { current_password: PASSWORD }]) {
      const answer = await client.send('DELETE', '/me/sessions', { token, json });
      expect({ ...seen(answer), challenge: answer.headers.get('www-authenticate') }).toEqual({
        status: 403,
        json: { detail: 'MFA_REQUIRED' },
        challenge: `Bearer error="insufficient_user_authentication", acr_values="${ACR}"`,
      });
    }
    expect((await client.send('GET', '/me', { token })).status).toBe(200);
  });

  test.each(['jwt', 'session', 'cookie'])(
    'a login at %s is proved again by a code, in its place',
    async (backend) => {
      const { user, secret } = await client.enrolled();
      const code = client.code(secret);
      const mfaToken = await client.begin(user, backend);
      const old = credentialIn(await client.goOn(mfaToken, { code }, backend));
      const again = (given: object) =>
        client.send('POST', `/reauthenticate/${backend}`, { ...old, json: given });
      expect(seen(await again({ code: client.wrongCode(secret) }))).toEqual({
        status: 400,
        json: { detail: 'LOGIN_BAD_MFA_CODE' },
      });
      await client.forgetSteps(user);
      const next = credentialIn(await again({ code }));
      expect((await client.send('GET', '/me', old)).status).toBe(401);
      expect((await client.send('DELETE', '/me/sessions', next)).status).toBe(204);
    },
  );

  test('a login is proved again by the password, and then by a code', async () => {
    const { user, token, secret } = await client.enrolled();
    const json = { password: PASSWORD };
    const begun = await client.send('POST', '/reauthenticate/jwt', { token, json });
    expect(begun.json.detail.code).toBe('LOGIN_MFA_REQUIRED');
    await client.forgetSteps(user);
    const { mfa_token } = begun.json.detail;
    const next = credentialIn(await client.goOn(mfa_token, { code: client.code(secret) }));
    expect((await client.send('GET', '/me', { token })).status).toBe(401);
    expect((await client.send('GET', '/me', next)).status).toBe(200);
  });

  test('one proof is given, and no other', async () => {
    const { token } = await client.enrolled();
    const ask = (json: object) => client.send('POST', '/reauthenticate/jwt', { token, json });
    const [none, both] = await Promise.all([ask({}), ask({ password: PASSWORD, code: '123456' })]);
    expect([none, both].map(({ status, json }) => [status, json.detail[0].loc])).toEqual([
      [422, ['body']],
      [422, ['body', 'code']],
    ]);
  });
}
