import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { newEmail, seen } from './support/client.ts';
import { FactorClient } from './support/factor-client.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn } from './support/start.ts';

const APP = path.join(import.meta.dirname, '../apps/required-factors.ts');
const refusal = (detail: string) => ({ status: 403, json: { detail } });

describe('an API whose users must have a second factor, on this machine,', () => {
  let system: ProxiedSystem;
  let client: FactorClient;

  runOn(
    () => startProxiedSystem({ app: APP }),
    (started) => {
      system = started;
      client = new FactorClient(system);
    },
  );
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  /** What a login is answered where it changes the user, and where it takes their data away. */
  const tries = async (token: string) => [
    seen(await client.send('PATCH', '/me', { token, json: { email: newEmail() } })),
    seen(await client.send('GET', '/me/export', { token })),
  ];

  test('a user without one sees who they are, leaves and enrols, and does nothing else', async () => {
    const { user, token } = await client.signedIn();
    expect((await client.send('GET', '/me', { token })).json).toEqual(user);
    const required = refusal('MFA_ENROLMENT_REQUIRED');
    expect(await tries(token)).toEqual([required, required]);
    expect((await client.send('POST', '/logout/jwt', { token })).status).toBe(204);
  });

  test('a user who has enrolled goes on with a login by the factor, and not with that of before', async () => {
    const enrolled = await client.enrolled();
    const required = refusal('MFA_REQUIRED');
    expect(await tries(enrolled.token)).toEqual([required, required]);
    const token = await client.signInByCode(enrolled);
    expect((await client.send('GET', '/me/export', { token })).status).toBe(200);
  });

  test('a superuser is none without a factor', async () => {
    const { user, token } = await client.superuser({ is_verified: true });
    const list = () => client.send('GET', '', { token });
    expect(seen(await list())).toEqual(refusal('MFA_ENROLMENT_REQUIRED'));
    const enrolled = await client.enrol(user, token);
    expect(seen(await list())).toEqual(refusal('MFA_REQUIRED'));
    const again = await client.signInByCode(enrolled);
    expect((await client.send('GET', '', { token: again })).status).toBe(200);
  });
});
