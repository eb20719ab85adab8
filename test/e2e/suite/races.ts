import { expect, test } from '@jest/globals';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { OTHER_PASSWORD, PASSWORD } from '../../support/passwords.ts';
import { Client, newEmail, tally } from '../support/client.ts';
import { runOn, type Start } from '../support/start.ts';

export function raceCases(start: Start): void {
  let client: Client;
  runOn(start, (system) => {
    client = new Client(system);
  });

  test('200 registrations of one address in case variants that race make one user and one event', async () => {
    const email = newEmail();
    const letters = [...email];
    const racing = Array.from({ length: 200 }, (_, attempt) => {
      const variant = letters
        .map((letter, index) => ((attempt >> (index % 8)) & 1 ? letter.toUpperCase() : letter))
        .join('');
      return client.send('POST', '/register', { json: { email: variant, password: PASSWORD } });
    });
    const answers = await Promise.all(racing);
    const winners = answers.filter(({ status }) => status === 201);
    expect(winners).toHaveLength(1);
    const losers = answers.filter(({ status }) => status !== 201);
    expect(new Set(losers.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['400 {"detail":"REGISTER_USER_ALREADY_EXISTS"}']),
    );

    // An event of a later user is published after all events of these.
    const later = await client.register();
    await client.event('after-register', ({ id }) => id === later.id);
    const events = await client.system.events();
    const registered = events.filter(({ detail }) => detail.user.email === email);
    expect(registered.map(({ detail }) => detail.user)).toEqual([winners[0]?.json]);

    const root = await client.superuser();
    const found = await client.send('GET', `?email=${email}`, { token: root.token });
    expect(found.json).toEqual([winners[0]?.json]);
  }, 120_000);

  test('changes of one user that race are all made, one after the other', async () => {
    const { user, token } = await client.signedIn();
    const root = await client.superuser();
    const changes = [
      client.send('PATCH', '/me', {
        token,
        json: { password: OTHER_PASSWORD, current_password: PASSWORD },
      }),
      client.send('PATCH', `/${user.id}`, { token: root.token, json: { is_verified: true } }),
      client.send('PATCH', `/${user.id}`, { token: root.token, json: { is_superuser: true } }),
    ];
    expect(tally(await Promise.all(changes))).toEqual({ 200: 3 });
    const after = await client.send('GET', `/${user.id}`, { token: root.token });
    expect(after.json).toMatchObject({ is_verified: true, is_superuser: true });
    expect((await client.login(user.email, OTHER_PASSWORD)).status).toBe(200);
    const changed = await eventually(async () => {
      const events = (await client.system.events()).filter(
        (one) => one['detail-type'] === 'after-update' && one.detail.user.id === user.id,
      );
      return events.length >= 3 ? events.map(({ detail }) => String(detail.changed)) : undefined;
    }, 'three after-update events');
    expect(changed.sort()).toEqual(['is_superuser', 'is_verified', 'password']);
  });
}
