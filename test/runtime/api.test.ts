import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { eventCases, NEVER_OF_THE_EXAMPLE } from '../e2e/event-cases.ts';
import { actionCases } from '../e2e/suite/api.ts';
import { refreshCases } from '../e2e/suite/refresh.ts';
import { Client, newEmail } from '../e2e/support/client.ts';
import { type LocalSystem, startLocalSystem } from '../e2e/support/local-system.ts';
import { runOn, shared } from '../e2e/support/start.ts';
import { PASSWORD } from '../support/passwords.ts';
import { apiEvent } from '../support/runtime/api-event.ts';
import { awsRuntime } from './support/environment.ts';

/**
 * Requests go through the gateway of the local stack, and functions find its services: all of it is as on this machine
 * but for what runs the functions.
 */
async function startUnderAws(app?: string): Promise<LocalSystem> {
  const startEnvironment = await awsRuntime();
  return startLocalSystem({ startEnvironment, ...(app !== undefined && { app }) });
}

describe('the API under the runtime of AWS', () => {
  const start = shared(startUnderAws);
  let system: LocalSystem;
  let client: Client;

  runOn(start, (started) => {
    system = started;
    client = new Client(system);
  });

  actionCases(start);
  describe('events', () => eventCases(start, NEVER_OF_THE_EXAMPLE));

  describe('a function, called as itself,', () => {
    /** What a function of the example returns. */
    async function call(name: string, event: unknown): Promise<unknown> {
      const { functions } = system.stack;
      const logicalId = functions.names.find((each) => each.startsWith(`Users${name}`));
      const result = await functions.invoke(String(logicalId), event);
      if (!result.ok) throw new Error(result.error.errorMessage);
      return JSON.parse(result.payload);
    }

    test('register takes a body in base64', async () => {
      const email = newEmail();
      const request = {
        method: 'POST',
        path: '/users/register',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify({ email, password: PASSWORD })).toString('base64'),
        isBase64Encoded: true,
      };
      const answer = (await call('Register', apiEvent(request))) as { readonly body: string };
      expect(answer).toMatchObject({ statusCode: 201 });
      const { id } = JSON.parse(answer.body);
      expect(await client.eventTypes(id, 1)).toEqual(['after-register']);
      expect((await client.login(email)).status).toBe(200);
    });

    test('create-user makes a user once, and says why not twice', async () => {
      const input = { email: newEmail(), password: PASSWORD, is_verified: true };
      expect(await call('CreateUser', input)).toMatchObject({ email: input.email });
      await expect(call('CreateUser', input)).rejects.toThrow('REGISTER_USER_ALREADY_EXISTS');
    });

    test('the relay publishes what a record says, and nothing of an item that TTL deleted', async () => {
      const { id, email } = await client.register();
      const event = { id: newEmail(), type: 'after-forgot-password', at: new Date().toISOString() };
      const item = { pk: `REQUEST#${email}`, sk: 'forgot-password', email, event, expires_at: 1 };
      const made = { SequenceNumber: '1', NewImage: marshall(item) };
      const deleted = { SequenceNumber: '2', OldImage: marshall(item) };
      const dynamodb = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
      const records = [
        { eventName: 'INSERT', dynamodb: made },
        { eventName: 'REMOVE', dynamodb: deleted, userIdentity: dynamodb },
      ];
      expect(await call('Relay', { Records: records })).toEqual({ batchItemFailures: [] });
      const published = (await system.events()).filter(({ detail }) => detail.id === event.id);
      expect(published).toMatchObject([
        { 'detail-type': event.type, detail: { user: { id }, token: expect.any(String) } },
      ]);
    });
  });
});

describe('refresh tokens under the runtime of AWS', () =>
  refreshCases(() => startUnderAws('test/apps/refresh.ts')));
