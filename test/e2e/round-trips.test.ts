import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { OTHER_PASSWORD, PASSWORD } from '../support/passwords.ts';
import { ROUND_TRIPS } from './round-trips.ts';
import { Client, newEmail } from './support/client.ts';
import { expectLocked } from './support/lock.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';

/** The caller, the hash, and the counts. */
const WRONG_PASSWORD = {
  roundTrips: 4,
  calls: ['BatchGetItem', 'BatchGetItem', 'UpdateItem', 'UpdateItem', 'UpdateItem'],
};

describe('a request', () => {
  let system: ProxiedSystem;
  let client: Client;

  beforeAll(async () => {
    system = await startProxiedSystem();
    client = new Client(system);
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));
  afterAll(() => system?.stop());

  /** Calls of one request to DynamoDB. The relay reads as well, so it is kept busy. */
  async function cost(request: () => Promise<{ status: number }>, status: number) {
    const free = await system.holdRelay(() => client.register());
    system.dynamodb.reset();
    expect((await request()).status).toBe(status);
    const { operations: calls, roundTrips } = system.dynamodb;
    free();
    return { roundTrips, calls };
  }

  test('for the documentation is none', async () => {
    const get = (path: string) => cost(() => client.send('GET', path), 200);
    expect({ openApi: await get('/openapi.json'), docs: await get('/docs') }).toEqual({
      openApi: ROUND_TRIPS.openApi.cost,
      docs: ROUND_TRIPS.docs.cost,
    });
  });

  test('to register is one transaction', async () => {
    const json = { email: newEmail(), password: PASSWORD };
    const register = () => client.send('POST', '/register', { json });
    expect(await cost(register, 201)).toEqual(ROUND_TRIPS.register.cost);
    expect(await cost(register, 400)).toEqual(ROUND_TRIPS.registerTaken.cost);
  });

  test('to log in is a read before and after the hash, and one write for its event', async () => {
    const { email } = await client.register();
    expect(await cost(() => client.login(email), 200)).toEqual(ROUND_TRIPS.loginEvent.cost);
  });

  test('to log in with a cookie ends the login of that cookie after the write for its event', async () => {
    const { email } = await client.register();
    const cookie = await client.cookie(email);
    const form = { username: email, password: PASSWORD };
    const login = () => client.send('POST', '/login/cookie', { form, cookie });
    expect(await cost(login, 204)).toEqual(ROUND_TRIPS.loginInPlace.cost);
  });

  test('that fails to log in is one read and the counts, for any name', async () => {
    const { email } = await client.register();
    const counted = ROUND_TRIPS.loginRefused.cost;
    expect(await cost(() => client.login(email, 'wrong'), 400)).toEqual(counted);
    expect(await cost(() => client.login(newEmail()), 400)).toEqual(counted);
    expect(await cost(() => client.login('no address'), 400)).toEqual(counted);
  });

  test('to log in with the wrong password that locks a name is a write more, for any name', async () => {
    const { email } = await client.register();
    for (const name of [email, newEmail()]) {
      for (let guess = 0; guess < 4; guess++) await client.login(name, 'wrong');
      expect(await cost(() => client.login(name, 'wrong'), 400)).toEqual(
        ROUND_TRIPS.loginLocking.cost,
      );
    }
  });

  test('to log in while the name is locked is one read, right or wrong, for any name', async () => {
    const { email } = await client.register();
    for (const name of [email, newEmail()]) {
      await expectLocked(client, name, () => client.login(name, 'wrong'), 400);
      expect(await cost(() => client.login(name), 429)).toEqual(ROUND_TRIPS.loginLocked.cost);
    }
  });

  test('to forgot-password is one write, whether the address is known or not', async () => {
    const { email } = await client.register();
    const write = ROUND_TRIPS.forgotPassword.cost;
    const forgot = (json: object) => () => client.send('POST', '/forgot-password', { json });
    expect(await cost(forgot({ email }), 202)).toEqual(write);
    expect(await cost(forgot({ email }), 202)).toEqual(write);
    expect(await cost(forgot({ email: newEmail() }), 202)).toEqual(write);
  });

  test('to reset-password is one transaction, and one count with a bad token', async () => {
    const { email } = await client.register();
    const token = await client.resetToken(email);
    const reset = (json: object) => () => client.send('POST', '/reset-password', { json });
    expect(await cost(reset({ token, password: OTHER_PASSWORD }), 200)).toEqual(
      ROUND_TRIPS.resetPassword.cost,
    );
    expect(await cost(reset({ token: 'bad', password: OTHER_PASSWORD }), 400)).toEqual(
      ROUND_TRIPS.resetBadToken.cost,
    );
  });

  test('to request-verify-token is one write, whether the address is known or not', async () => {
    const { email } = await client.register();
    const write = ROUND_TRIPS.requestVerifyToken.cost;
    const ask = (json: object) => () => client.send('POST', '/request-verify-token', { json });
    expect(await cost(ask({ email }), 202)).toEqual(write);
    expect(await cost(ask({ email }), 202)).toEqual(write);
    expect(await cost(ask({ email: newEmail() }), 202)).toEqual(write);
  });

  test('to verify is one read and one transaction, and one count with a bad token', async () => {
    const { email } = await client.register();
    const token = await client.verifyToken(email);
    const verify = (json: object) => () => client.send('POST', '/verify', { json });
    expect(await cost(verify({ token }), 200)).toEqual(ROUND_TRIPS.verify.cost);
    expect(await cost(verify({ token }), 400)).toEqual({ roundTrips: 1, calls: ['BatchGetItem'] });
    expect(await cost(verify({ token: 'bad' }), 400)).toEqual(ROUND_TRIPS.verifyBadToken.cost);
  });

  test('for me is one read, and none without a credential', async () => {
    const { token } = await client.signedIn();
    expect(await cost(() => client.send('GET', '/me', { token }), 200)).toEqual(
      ROUND_TRIPS.getMe.cost,
    );
    const none = { roundTrips: 0, calls: [] };
    expect(await cost(() => client.send('GET', '/me', { token: 'x.y.z' }), 401)).toEqual(none);
  });

  test('to prove again who one is reads the caller and the hash, and is one transaction', async () => {
    const { token } = await client.signedIn();
    const prove = (password: string) => () =>
      client.send('POST', '/reauthenticate/jwt', { token, json: { password } });
    expect(await cost(prove(OTHER_PASSWORD), 400)).toEqual(WRONG_PASSWORD);
    expect(await cost(prove(PASSWORD), 200)).toEqual(ROUND_TRIPS.reauthenticate.cost);
  });

  test('to log out is one transaction, successful or not, and none without a credential', async () => {
    const { token } = await client.signedIn();
    const logout = (options: object) => () => client.send('POST', '/logout/jwt', options);
    expect(await cost(logout({ token }), 204)).toEqual(ROUND_TRIPS.logout.cost);
    expect(await cost(logout({ token }), 401)).toEqual(ROUND_TRIPS.logout.cost);
    expect(await cost(logout({ token: 'x.y.z' }), 401)).toEqual({ roundTrips: 0, calls: [] });
  });

  test('to change oneself is one without a change, three with a new address or password', async () => {
    const { user, token } = await client.signedIn();
    const patch = (json: object) => () => client.send('PATCH', '/me', { token, json });
    expect(await cost(patch({ email: user.email }), 200)).toEqual(ROUND_TRIPS.updateNothing.cost);
    const change = { email: newEmail(), password: OTHER_PASSWORD, current_password: PASSWORD };
    expect(await cost(patch(change), 200)).toEqual(ROUND_TRIPS.updateMe.cost);
  });

  test('to delete oneself is three with the current password, four with a wrong one, and two with a recent login', async () => {
    const [{ token }, recent] = [await client.signedIn(), await client.signedIn()];
    const leave = (current_password: string) => () =>
      client.send('DELETE', '/me', { token, json: { current_password } });
    expect(await cost(leave(OTHER_PASSWORD), 403)).toEqual(WRONG_PASSWORD);
    expect(await cost(leave(PASSWORD), 204)).toEqual(ROUND_TRIPS.deleteMeProved.cost);
    const leaveAtOnce = () => client.send('DELETE', '/me', { token: recent.token });
    expect(await cost(leaveAtOnce, 204)).toEqual(ROUND_TRIPS.deleteMe.cost);
  });

  test('to export oneself is two: the caller, then all at once', async () => {
    const { token } = await client.signedIn();
    const { roundTrips, calls } = await cost(
      () => client.send('GET', '/me/export', { token }),
      200,
    );
    expect({ roundTrips, calls: calls.toSorted() }).toEqual(ROUND_TRIPS.exportMe.cost);
  });

  test('of a superuser is at most two to read and three to write', async () => {
    const { token } = await client.superuser();
    const user = await client.register();
    const ask = (method: string, path: string, json?: object) => () =>
      client.send(method, path, { token, json });
    expect(await cost(ask('GET', ''), 200)).toEqual(ROUND_TRIPS.listUsers.cost);
    expect(await cost(ask('GET', `?email=${user.email}`), 200)).toEqual(ROUND_TRIPS.findUser.cost);
    expect(await cost(ask('GET', `/${user.id}`), 200)).toEqual(ROUND_TRIPS.getUser.cost);
    expect(await cost(ask('GET', '/no-uuid'), 404)).toEqual(ROUND_TRIPS.getUser.cost);
    expect(await cost(ask('PATCH', `/${user.id}`, { is_verified: true }), 200)).toEqual(
      ROUND_TRIPS.updateUser.cost,
    );
    const other = await client.register();
    await client.login(other.email, 'wrong');
    expect(await cost(ask('DELETE', `/${other.id}/lockout`), 204)).toEqual(
      ROUND_TRIPS.deleteLockout.cost,
    );
    expect(await cost(ask('DELETE', `/${other.id}`), 204)).toEqual(ROUND_TRIPS.deleteUser.cost);
    // Last, as the relay then looks for accounts that the new password removed.
    const change = { email: newEmail(), password: OTHER_PASSWORD };
    expect(await cost(ask('PATCH', `/${user.id}`, change), 200)).toEqual(
      ROUND_TRIPS.updateCredential.cost,
    );
  });
});
