import { expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { Client } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';
import { callOwn, signedInWith } from './authorizer.ts';

/** What holds for functions that are called by an alias, wherever they run. */
export function ownFunctionsCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  test('a user registers, logs in and is known to a route of one’s own, by functions behind aliases', async () => {
    const user = await client.register();
    const token = await client.token(user.email);
    expect((await client.send('GET', '/me', { token })).json).toEqual(user);
    const { status, json } = await callOwn(client, 'any', { token });
    expect({ status, json }).toMatchObject({ status: 200, json: { email: user.email } });
  });

  test('a function has the variables that it was given', async () => {
    const { token } = await signedInWith(client);
    expect(decodeJwt(token)).toMatchObject({ stage: 'test' });
  });

  test('an event is published by a relay that its stream calls by an alias', async () => {
    const user = await client.register();
    await client.event('after-register', ({ id }) => id === user.id);
  });
}
