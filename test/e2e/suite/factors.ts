import { expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { PASSWORD } from '../../support/passwords.ts';
import { newEmail, seen, tally } from '../support/client.ts';
import { FactorClient } from '../support/factor-client.ts';
import { answeredAfterLocks } from '../support/lock.ts';
import { credentialIn } from '../support/session-client.ts';
import { runOn, type Start } from '../support/start.ts';

const refused = (status: number, detail: string) => ({ status, json: { detail } });
const BAD_CODE = refused(400, 'LOGIN_BAD_MFA_CODE');
const LOCKED = refused(429, 'TOO_MANY_REQUESTS');

/** Authenticator apps and recovery codes, as users and superusers have them. */
export function factorCases(start: Start): void {
  let client: FactorClient;
  runOn(start, (system) => {
    client = new FactorClient(system);
  });

  const own = (method: string, path: string, token: string, json?: object) =>
    client.send(method, `/me/mfa${path}`, { token, ...(json && { json }) });

  test('an app is enrolled, and from then on every login takes its code', async () => {
    const { user, token } = await client.signedIn();
    const none = { totp: false, recovery_codes_left: 0, passkeys: 0 };
    expect(seen(await own('GET', '', token))).toEqual({ status: 200, json: none });
    const { json: enrolment } = await own('POST', '/totp', token);
    const { searchParams, pathname } = new URL(enrolment.uri);
    expect({
      label: decodeURIComponent(pathname),
      secret: searchParams.get('secret'),
      issuer: searchParams.get('issuer'),
    }).toEqual({
      label: `/Acme Shop:${user.email}`,
      secret: enrolment.secret,
      issuer: 'Acme Shop',
    });
    expect((await client.login(user.email)).status).toBe(200);

    const code = client.code(enrolment.secret);
    const { json } = await own('POST', '/totp/confirm', token, { code });
    expect(json).toEqual({ recovery_codes: expect.any(Array) });
    expect(json.recovery_codes).toHaveLength(10);
    const some = { totp: true, recovery_codes_left: 10, passkeys: 0 };
    expect((await own('GET', '', token)).json).toEqual(some);
    expect(seen(await client.login(user.email))).toEqual({
      status: 400,
      json: {
        detail: {
          code: 'LOGIN_MFA_REQUIRED',
          mfa_token: expect.any(String),
          methods: ['totp', 'recovery_code'],
          expires_at: expect.any(String),
        },
      },
    });
    const { detail } = await client.event('after-mfa-enable', ({ id }) => id === user.id);
    expect(detail).toMatchObject({
      actor: { id: user.id, by: 'user' },
      ...{ method: 'totp', codes_left: 10 },
      ...{ ip: expect.any(String), user_agent: expect.any(String) },
    });
    expect(seen(await own('POST', '/totp', token))).toEqual(refused(403, 'MFA_REQUIRED'));
    const both = await client.signInByCode({ user, secret: enrolment.secret });
    expect(seen(await own('POST', '/totp', both))).toEqual(refused(409, 'MFA_ALREADY_ENABLED'));
  });

  test.each(['jwt', 'session', 'cookie'])(
    'a login at %s goes on with a code, once',
    async (backend) => {
      const { user, secret } = await client.enrolled();
      const mfaToken = await client.begin(user, backend);
      expect(
        seen(await client.goOn(mfaToken, { code: client.wrongCode(secret) }, backend)),
      ).toEqual(BAD_CODE);
      const code = client.code(secret);
      const answer = await client.goOn(mfaToken, { code }, backend);
      expect(answer.status).toBe(backend === 'cookie' ? 204 : 200);
      const credential = credentialIn(answer);
      expect((await client.send('GET', '/me', credential)).json.id).toBe(user.id);
      if (backend === 'jwt') {
        expect(decodeJwt(answer.json.access_token).amr).toEqual(['pwd', 'otp', 'mfa']);
      }
      expect(seen(await client.goOn(mfaToken, { code }, backend))).toEqual(BAD_CODE);
      const other = backend === 'jwt' ? 'session' : 'jwt';
      expect(seen(await client.goOn(mfaToken, { code }, other))).toEqual(
        refused(400, 'LOGIN_BAD_MFA_TOKEN'),
      );
    },
  );

  test('a body has one code, and a token', async () => {
    const { user, secret, recoveryCodes } = await client.enrolled();
    const mfaToken = await client.begin(user);
    const code = client.code(secret);
    const answers = await Promise.all([
      client.goOn(mfaToken, {}),
      client.goOn(mfaToken, { code, recovery_code: recoveryCodes[0] }),
      client.goOn(mfaToken, { code: 287_082 }),
      client.send('POST', '/login/jwt/mfa', { json: { code } }),
    ]);
    expect(answers[0].json.detail[0].msg).toBe('Input should have either code, or recovery_code');
    expect(answers.map(({ status, json }) => [status, json.detail[0].loc])).toEqual([
      [422, ['body']],
      [422, ['body', 'recovery_code']],
      [422, ['body', 'code']],
      [422, ['body', 'mfa_token']],
    ]);
  });

  test('a recovery code lets its user in once, who is told how many are left', async () => {
    const { user, token, recoveryCodes } = await client.enrolled();
    const [recovery_code = ''] = recoveryCodes;
    const mfaToken = await client.begin(user);
    const sloppy = recovery_code.toUpperCase().replaceAll('-', ' ');
    expect((await client.goOn(mfaToken, { recovery_code: sloppy })).status).toBe(200);
    expect(seen(await client.goOn(mfaToken, { recovery_code }))).toEqual(BAD_CODE);
    expect((await own('GET', '', token)).json).toMatchObject({ recovery_codes_left: 9 });
    const { detail } = await client.event('after-recovery-code', ({ id }) => id === user.id);
    expect(detail).toMatchObject({
      actor: { id: user.id, by: 'user' },
      ...{ method: 'recovery_code', codes_left: 9 },
    });
    await client.event('after-login', ({ id }) => id === user.id);
  });

  test('new recovery codes take the place of all that are left', async () => {
    const { user, token, secret, recoveryCodes } = await client.enrolled();
    const bad = await own('POST', '/recovery-codes', token, { code: client.wrongCode(secret) });
    expect(seen(bad)).toEqual(refused(400, 'MFA_BAD_CODE'));
    const answer = await own('POST', '/recovery-codes', token, { code: client.code(secret) });
    expect(answer.status).toBe(200);
    const [recovery_code] = answer.json.recovery_codes;
    const mfaToken = await client.begin(user);
    const before = await client.goOn(mfaToken, { recovery_code: recoveryCodes[0] });
    expect(seen(before)).toEqual(BAD_CODE);
    expect((await client.goOn(mfaToken, { recovery_code })).status).toBe(200);
    const [, another] = answer.json.recovery_codes;
    const again = await own('POST', '/recovery-codes', token, { recovery_code: another });
    expect(again.json.recovery_codes).toHaveLength(10);
  });

  test('an app is removed with a code, and logins take one factor again', async () => {
    const { user, token, secret, recoveryCodes } = await client.enrolled();
    const wrong = await own('DELETE', '/totp', token, { code: client.wrongCode(secret) });
    expect(seen(wrong)).toEqual(refused(400, 'MFA_BAD_CODE'));
    const json = { recovery_code: recoveryCodes[9] };
    expect((await own('DELETE', '/totp', token, json)).status).toBe(204);
    expect((await client.login(user.email)).status).toBe(200);
    const { detail } = await client.event('after-mfa-disable', ({ id }) => id === user.id);
    expect(detail).toMatchObject({ actor: { id: user.id, by: 'user' }, method: 'totp' });
    const left = await client.system.items.naming(user.id);
    expect(left.filter(({ pk }) => String(pk).startsWith('FACTORS#'))).toEqual([]);
    const again = await own('DELETE', '/totp', token, json);
    expect(seen(again)).toEqual(refused(400, 'MFA_BAD_CODE'));
  });

  test('a superuser lets a user in who has lost app and codes, with fresh proof', async () => {
    const { user } = await client.enrolled();
    const root = await client.superuser();
    const remove = (id: string, token?: string, json?: object) =>
      client.send('DELETE', `/${id}/mfa`, {
        ...(token !== undefined && { token }),
        ...(json && { json }),
      });
    const other = await client.signedIn();
    expect((await remove(user.id)).status).toBe(401);
    expect((await remove(user.id, other.token)).status).toBe(403);
    expect((await remove(crypto.randomUUID(), root.token)).status).toBe(404);
    expect(seen(await remove(root.user.id, root.token))).toEqual(refused(403, 'FORBIDDEN'));
    const bad = { current_password: 'not the password' };
    expect(seen(await remove(user.id, root.token, bad))).toEqual(
      refused(403, 'REAUTHENTICATION_REQUIRED'),
    );
    const json = { current_password: PASSWORD };
    expect((await remove(user.id, root.token, json)).status).toBe(204);
    expect((await remove(user.id, root.token)).status).toBe(204);
    expect((await client.login(user.email)).status).toBe(200);
    const { detail } = await client.event('after-mfa-disable', ({ id }) => id === user.id);
    expect(detail.actor).toEqual({ id: root.user.id, by: 'superuser' });
  });

  test('five wrong codes lock the codes of a user, which is told, and ended by a superuser', async () => {
    const { user, secret } = await client.enrolled();
    for (let guess = 0; guess < 5; guess++) {
      const mfaToken = await client.begin(user);
      const wrong = await client.goOn(mfaToken, { code: client.wrongCode(secret) });
      expect(seen(wrong)).toEqual(BAD_CODE);
    }
    const { detail } = await client.event('after-lockout', ({ id }) => id === user.id);
    expect(detail).toMatchObject({ attempts: 5, method: 'totp' });
    const ofUser = ({ pk }: Record<string, unknown>) => pk === `ATTEMPTS#mfa#${user.id}`;
    await client.system.items.change(ofUser, { n: 12, last_at: Date.now() });
    const mfaToken = await client.begin(user);
    const locked = await client.goOn(mfaToken, { code: client.code(secret) });
    expect(seen(locked)).toEqual(LOCKED);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(60);
    const root = await client.superuser();
    await client.send('DELETE', `/${user.id}/lockout`, { token: root.token });
    expect((await client.goOn(mfaToken, { code: client.code(secret) })).status).toBe(200);
  });

  test('of a hundred logins at once with one code one wins, and five are told that it is wrong', async () => {
    const { user, secret } = await client.enrolled();
    const mfaToken = await client.begin(user);
    const code = client.code(secret);
    const began = performance.now();
    const racing = Array.from({ length: 100 }, () => client.goOn(mfaToken, { code }));
    const { 200: won, 400: wrong = 0, ...others } = tally(await Promise.all(racing));
    const seconds = (performance.now() - began) / 1000;
    expect({ won, others: Object.keys(others) }).toEqual({ won: 1, others: ['429'] });
    expect(wrong).toBeGreaterThanOrEqual(5);
    expect(wrong).toBeLessThanOrEqual(5 + answeredAfterLocks(seconds));
  }, 120_000);

  test('of a hundred logins at once with one recovery code one wins', async () => {
    const { user, token, recoveryCodes } = await client.enrolled();
    const mfaToken = await client.begin(user);
    const [recovery_code] = recoveryCodes;
    const racing = Array.from({ length: 100 }, () => client.goOn(mfaToken, { recovery_code }));
    const { 200: won } = tally(await Promise.all(racing));
    expect(won).toBe(1);
    expect((await own('GET', '', token)).json).toMatchObject({ recovery_codes_left: 9 });
  }, 120_000);

  test('factors stay with a new address and a new password, which end a login that has begun', async () => {
    const { user, token: old, secret, recoveryCodes } = await client.enrolled();
    const mfaToken = await client.begin(user);
    const email = newEmail();
    const json = { email, current_password: PASSWORD };
    expect(seen(await client.send('PATCH', '/me', { token: old, json }))).toEqual(
      refused(403, 'MFA_REQUIRED'),
    );
    const [recovery_code] = recoveryCodes;
    const both = await client.goOn(await client.begin(user), { recovery_code });
    const token = both.json.access_token;
    expect((await client.send('PATCH', '/me', { token, json })).status).toBe(200);
    expect(seen(await client.goOn(mfaToken, { code: client.code(secret) }))).toEqual(
      refused(400, 'LOGIN_BAD_MFA_TOKEN'),
    );
    const moved = await client.begin({ ...user, email });
    expect((await client.goOn(moved, { code: client.code(secret) })).status).toBe(200);
  });

  test('a code of the app is fresh proof, once', async () => {
    const { user, token, secret } = await client.enrolled();
    const prove = (credential: string, code: string) =>
      client.send('POST', '/reauthenticate/jwt', { token: credential, json: { code } });
    expect(seen(await prove(token, client.wrongCode(secret)))).toEqual(BAD_CODE);
    const code = client.code(secret);
    const answer = await prove(token, code);
    expect(answer.status).toBe(200);
    const { access_token } = answer.json;
    expect(decodeJwt(access_token).amr).toEqual(['pwd', 'otp', 'mfa']);
    expect(seen(await prove(access_token, code))).toEqual(BAD_CODE);
    expect((await client.send('GET', '/me', { token })).status).toBe(401);
    expect((await client.send('GET', '/me', { token: access_token })).json.id).toBe(user.id);
  });

  test('neither a secret nor a recovery code rests in the table', async () => {
    const { secret, recoveryCodes } = await client.enrolled();
    const all = JSON.stringify(await client.system.items.scan());
    const words = [
      secret,
      ...recoveryCodes,
      ...recoveryCodes.map((code) => code.replaceAll('-', '')),
    ];
    expect(words.filter((word) => all.includes(word))).toEqual([]);
  });

  test('an export says that there are factors, and nothing is left of a deleted user', async () => {
    const { user, secret } = await client.enrolled();
    const token = await client.signInByCode({ user, secret });
    const { json } = await client.send('GET', '/me/export', { token });
    const kinds = json.second_factors.map(({ kind }: { kind: string }) => kind).toSorted();
    expect(kinds).toEqual([...Array(10).fill('recovery-code'), 'totp']);
    const leave = { current_password: PASSWORD };
    expect((await client.send('DELETE', '/me', { token, json: leave })).status).toBe(204);
    await client.event('after-delete', ({ id }) => id === user.id);
    expect(await client.system.items.naming(user.id)).toEqual([]);
  });
}
