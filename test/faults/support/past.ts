/** What is otherwise a matter of time: items as they were stored earlier. */
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import bcrypt from 'bcryptjs';
import { keyOf, partitionOf } from '../../../lib/contract/item-keys.ts';
import { PASSWORD } from '../../support/passwords.ts';
import type { FaultClient } from './fault-client.ts';

// biome-ignore lint/suspicious/noExplicitAny: an item is what was stored.
export type Stored = Record<string, any>;

export async function itemsIn({ faulty }: FaultClient, pk: string): Promise<readonly Stored[]> {
  const query = {
    TableName: faulty.table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
  };
  return (await faulty.documents.send(new QueryCommand(query))).Items ?? [];
}

async function set({ faulty }: FaultClient, key: Stored, name: string, value: unknown) {
  await faulty.documents.send(
    new UpdateCommand({
      TableName: faulty.table,
      Key: key,
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
}

export const sessionsOf = (client: FaultClient, user: string) =>
  itemsIn(client, partitionOf('session', { user }));

/** The sessions of a user were used an hour ago, so that their next use is noted. */
export async function age(client: FaultClient, userId: string): Promise<void> {
  const used = new Date(Date.now() - 3_600_000).toISOString();
  for (const { pk, sk } of await sessionsOf(client, userId)) {
    await set(client, { pk, sk }, 'last_used_at', used);
  }
}

/** The user's password was stored under an older scheme, so that the next login stores it again. */
export async function weaken(client: FaultClient, email: string): Promise<void> {
  const hash = await bcrypt.hash(PASSWORD, 4);
  await set(client, keyOf('credential', { email }), 'password_hash', hash);
}
