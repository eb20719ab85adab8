import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  LIST_INDEX,
  LOOKUP_ATTRIBUTES,
  SESSION_ATTRIBUTES,
} from '../../../../lib/contract/attributes.ts';
import type {
  LoginRecord,
  Lookup,
  LookupKeys,
  NewUser,
  PasswordReset,
  UserChange,
  UserStore,
} from '../../../users/ports.ts';
import type { Session } from '../../../users/sessions/session.ts';
import type { Credential, Profile, User } from '../../../users/user.ts';
import { call, write } from '../calls.ts';
import {
  credentialKey,
  type Item,
  LIST_PARTITIONS,
  profileKey,
  revocationKey,
  sessionKey,
  toCredential,
  toProfile,
  toRevoked,
  toSession,
  toUser,
} from '../items.ts';
import { batchGet } from '../reads.ts';
import * as writes from '../writes.ts';

/** Users in one DynamoDB table; `docs/architecture.md` describes its items. */
export class DynamoDBUserStore implements UserStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async lookup(
    ids: readonly string[],
    { email, sessions: asked = [], revocations = [] }: LookupKeys = {},
  ): Promise<Lookup> {
    const keys: Item[] = ids.map(profileKey);
    if (email !== undefined) keys.push(credentialKey(email));
    keys.push(...asked.map(sessionKey), ...revocations.map(revocationKey));
    // A batch that names a key twice is refused; a token may be one of several backends, as far as it says.
    const unique = new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key]));
    const items = await batchGet(
      this.#client,
      this.#table,
      [...unique.values()],
      asked.length === 0 ? LOOKUP_ATTRIBUTES : [...LOOKUP_ATTRIBUTES, ...SESSION_ATTRIBUTES],
    );
    const profiles = new Map<string, Profile>();
    const sessions = new Map<string, Session>();
    const revoked = new Set<string>();
    let owner: string | undefined;
    for (const item of items) {
      const [session, revocation] = [toSession(item), toRevoked(item)];
      if (item.sk === 'PROFILE') profiles.set(item.id, toProfile(item));
      else if (session) sessions.set(session.sessionId, session);
      else if (revocation !== undefined) revoked.add(revocation);
      else owner = item.user_id;
    }
    return { profiles, owner, sessions, revoked };
  }

  async credential(email: string): Promise<Credential | undefined> {
    const { Item: item } = await call(() =>
      this.#client.send(
        new GetCommand({
          TableName: this.#table,
          Key: credentialKey(email),
          ConsistentRead: true,
        }),
      ),
    );
    return item && toCredential(item);
  }

  async create(newUser: NewUser): Promise<'created' | 'email_taken' | 'account_taken'> {
    const refusal = await write(this.#client, writes.create(this.#table, newUser));
    return refusal ?? 'created';
  }

  async update(
    change: UserChange,
  ): Promise<'updated' | 'stale' | 'email_taken' | 'last_superuser' | 'too_soon'> {
    const refusal = await write(this.#client, writes.updateUser(this.#table, change));
    return refusal ?? 'updated';
  }

  async delete(profile: Profile): Promise<'deleted' | 'stale' | 'last_superuser'> {
    const refusal = await write(this.#client, writes.deleteUser(this.#table, profile));
    return refusal ?? 'deleted';
  }

  async resetPassword(reset: PasswordReset): Promise<'reset' | 'stale'> {
    const refusal = await write(this.#client, writes.resetPassword(this.#table, reset));
    return refusal ?? 'reset';
  }

  async recordLogin(login: LoginRecord): Promise<'recorded' | 'stale'> {
    const refusal = await write(this.#client, writes.recordLogin(this.#table, login));
    return refusal ?? 'recorded';
  }

  /** Reads a page of each partition at once and merges them: one round trip, in the order of ids. */
  async list({ limit, after }: { limit: number; after?: string }): Promise<readonly User[]> {
    const pages = await Promise.all(
      LIST_PARTITIONS.map((partition) => this.#queryList(partition, limit, after)),
    );
    return pages
      .flat()
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }

  async #queryList(partition: string, limit: number, after: string | undefined): Promise<User[]> {
    const { Items: items = [] } = await call(() =>
      this.#client.send(
        new QueryCommand({
          TableName: this.#table,
          IndexName: LIST_INDEX.name,
          KeyConditionExpression:
            after === undefined ? '#list = :partition' : '#list = :partition AND #id > :after',
          ExpressionAttributeNames: {
            '#list': LIST_INDEX.partitionKey,
            ...(after !== undefined && { '#id': LIST_INDEX.sortKey }),
          },
          ExpressionAttributeValues: {
            ':partition': partition,
            ...(after !== undefined && { ':after': after }),
          },
          Limit: limit,
        }),
      ),
    );
    return items.map(toUser);
  }
}
