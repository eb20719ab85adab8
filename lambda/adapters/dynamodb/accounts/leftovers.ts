import type { Feature } from '../../../../lib/contract/features.ts';
import {
  itemsOfUser,
  type Key,
  keyOf,
  kindOf,
  partitionOf,
  pointedAtBy,
} from '../../../../lib/contract/item-keys.ts';
import type { Leftovers } from '../../../users/accounts/leftovers.ts';
import { UsersError } from '../../../users/errors.ts';
import { hashedName } from '../../../users/limits/subject.ts';
import { call, isWritten } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { namesOf } from '../expressions.ts';
import type { Item } from '../item.ts';
import { DynamoDBLockouts } from '../limits/lockouts.ts';
import { queryAll } from '../reads.ts';
import { settled } from '../settled.ts';

/** Items of a page; those of one page are deleted at the same time. */
const PAGE = 25;

/**
 * Pages of a partition in one call, so that the relay stays within its time: 1,000 items take
 * seconds. The sweep continues where it stopped when the record is delivered again.
 */
const PAGES = 40;

/** What a user leaves in one DynamoDB table. */
export class DynamoDBLeftovers implements Leftovers {
  readonly #client: Documents;
  readonly #table: string;
  readonly #lockouts: DynamoDBLockouts;
  readonly #features: readonly Feature[];

  /** @param features by which the table has more kinds of items */
  constructor(client: Documents, table: string, features: readonly Feature[] = []) {
    this.#client = client;
    this.#table = table;
    this.#features = features;
    this.#lockouts = new DynamoDBLockouts(client, table);
  }

  async sweep({ id, email }: Parameters<Leftovers['sweep']>[0], until: Date): Promise<void> {
    const requests = itemsOfUser('address', this.#features).map((kind) =>
      this.#deleteRequest(keyOf(kind, { email }), until),
    );
    // Several kinds can share a partition.
    const partitions = new Set(
      itemsOfUser('partition', this.#features).map((kind) => partitionOf(kind, { user: id })),
    );
    const emptied = [...partitions].map((pk) => this.#empty(pk, id));
    const name = hashedName(email);
    const counters = this.#lockouts.forgetAttempts(name, until);
    const notices = [this.#lockouts.forgetNotice(name, until)];
    await settled([
      ...requests,
      ...emptied,
      ...this.#factorAttempts(id, until),
      counters,
      ...notices,
    ]);
  }

  /** What is counted of codes, and that it was told. */
  #factorAttempts(user: string, until: Date): Promise<void>[] {
    if (!this.#features.includes('mfa')) return [];
    return [this.#lockouts.forgetCodeAttempts(user), this.#lockouts.forgetNotice(user, until)];
  }

  async sweepAccounts(userId: string, below: number): Promise<void> {
    const stored = await queryAll(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': partitionOf('account-of-user', { user: userId }) },
      ProjectionExpression: 'pk, sk, link_version',
      ConsistentRead: true,
    });
    const removed = stored.filter(({ link_version = 0 }) => link_version < below);
    await settled(removed.map((key) => this.#deleteAccount(key as Item & Key, userId, below)));
  }

  /** It may have been linked again since: then it has a later version, and stays. */
  async #deleteAccount(key: Key, userId: string, below: number): Promise<void> {
    const condition =
      'user_id = :id AND (attribute_not_exists(link_version) OR link_version < :below)';
    const values = { ':id': userId, ':below': below };
    const kind = kindOf(key);
    const target = kind && pointedAtBy(kind, key);
    if (target) await this.#delete(target, condition, values);
    await this.#delete(key, condition, values);
  }

  /** Reads the first page again and again, since the items of the one before are gone. */
  async #empty(pk: string, userId: string): Promise<void> {
    for (let page = 0; page < PAGES; page++) {
      const { Items: keys = [], LastEvaluatedKey: more } = await call(() =>
        this.#client.call('Query', {
          TableName: this.#table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ProjectionExpression: 'pk, sk',
          Select: 'SPECIFIC_ATTRIBUTES',
          ConsistentRead: true,
          Limit: PAGE,
        }),
      );
      await settled(keys.map((key) => this.#deleteOwn(key as Key, userId)));
      if (more === undefined) return;
    }
    throw new UsersError('SERVICE_UNAVAILABLE');
  }

  /** Deletes the target of a pointer first: without the pointer it could not be found again. */
  async #deleteOwn(key: Key, userId: string): Promise<void> {
    const kind = kindOf(key);
    const target = kind && pointedAtBy(kind, key);
    // It may be another user's by now.
    if (target) await this.#delete(target, 'user_id = :id', { ':id': userId });
    await this.#delete(key);
  }

  /** A later request belongs to the user who has the address now. */
  #deleteRequest(key: Key, until: Date): Promise<void> {
    return this.#delete(key, '#event.#at <= :until', { ':until': until.toISOString() }, [
      'event',
      'at',
    ]);
  }

  /**
   * One by one, since a policy can't allow `BatchWriteItem` without the right to put. An item that
   * its condition protects, or that is already gone, is no error.
   */
  async #delete(
    { pk, sk }: Key,
    condition?: string,
    values?: Item,
    names: readonly string[] = [],
  ): Promise<void> {
    const input = {
      TableName: this.#table,
      Key: { pk, sk },
      ...(condition !== undefined && { ConditionExpression: condition }),
      ...(values && { ExpressionAttributeValues: values }),
      ...(names.length > 0 && { ExpressionAttributeNames: namesOf(names) }),
    };
    await isWritten(() => this.#client.call('DeleteItem', input));
  }
}
