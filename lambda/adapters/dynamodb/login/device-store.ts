import { keyOf, partitionOf, sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import type { NewEvent } from '../../../users/events/event.ts';
import type { KnownDevice, KnownDevices } from '../../../users/login/known-devices.ts';
import { isWritten } from '../calls.ts';
import type { Documents } from '../documents.ts';
import type { Item } from '../item.ts';
import { queryAll } from '../reads.ts';

/** What an export says of the devices that a user has signed in from. */
export const DEVICES_EXPORTED = {
  device: ({ event, expires_at }: Item) => ({
    ...(event && { ip: event.ip, user_agent: event.user_agent, first_seen_at: event.at }),
    known_until: new Date(expires_at * 1000).toISOString(),
  }),
};

const secondsOf = (time: Date) => Math.floor(time.getTime() / 1000);

/** Devices that users have signed in from, an item each. */
export class DynamoDBKnownDevices implements KnownDevices {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async devicesOf(userId: string): Promise<readonly KnownDevice[]> {
    const items = await queryAll(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partitionOf('device', { user: userId }) },
      ProjectionExpression: 'pk, sk, expires_at',
      Select: 'SPECIFIC_ATTRIBUTES',
      ConsistentRead: true,
    });
    return items.map(({ sk, expires_at }) => ({
      userId,
      device: sortKeyParts('device', sk)?.device ?? '',
      until: new Date(expires_at * 1000),
    }));
  }

  async addDevice(known: KnownDevice, now: Date, event: NewEvent | undefined): Promise<void> {
    const { userId, device, until } = known;
    const put = {
      TableName: this.#table,
      Item: {
        ...keyOf('device', { user: userId, device }),
        user_id: userId,
        expires_at: secondsOf(until),
        ...(event && { event }),
      },
      // TTL deletes late.
      ConditionExpression: 'attribute_not_exists(pk) OR expires_at <= :now',
      ExpressionAttributeValues: { ':now': secondsOf(now) },
    };
    await isWritten(() => this.#client.call('PutItem', put));
  }

  async keepDevice({ userId, device, until }: KnownDevice): Promise<void> {
    const update = {
      TableName: this.#table,
      Key: keyOf('device', { user: userId, device }),
      UpdateExpression: 'SET expires_at = :until',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':until': secondsOf(until) },
    };
    await isWritten(() => this.#client.call('UpdateItem', update));
  }
}
