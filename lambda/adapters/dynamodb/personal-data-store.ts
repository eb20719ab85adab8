import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { EXPORT_ATTRIBUTES } from '../../../lib/private/actions.ts';
import type { PersonalData, PersonalDataStore } from '../../users/ports.ts';
import { publicSession } from '../../users/session.ts';
import type { User } from '../../users/user.ts';
import { call } from './calls.ts';
import { namesOf } from './expressions.ts';
import {
  credentialKey,
  type Item,
  profileKey,
  requestPartition,
  toAccount,
  toRequest,
  toRevoked,
  toSession,
  userPartitions,
} from './items.ts';
import { queryAll } from './reads.ts';

/** What every read asks for: its policy allows these attributes alone, no hash among them. */
const PROJECTION = {
  ProjectionExpression: EXPORT_ATTRIBUTES.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: namesOf(EXPORT_ATTRIBUTES),
};

/** What one DynamoDB table has of a user. */
export class DynamoDBPersonalDataStore implements PersonalDataStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async read({ id, email }: Pick<User, 'id' | 'email'>): Promise<PersonalData | undefined> {
    const partitions = [...userPartitions(id), requestPartition(email)];
    const [profile, credential, ...found] = await Promise.all([
      this.#get(profileKey(id)),
      this.#get(credentialKey(email)),
      ...partitions.map((pk) => this.#query(pk)),
    ]);
    if (!profile || credential?.user_id !== id) return undefined;
    const items = found.flat();
    return {
      lastEvent: profile.event,
      credentialVersion: credential.credential_version,
      sessions: items.flatMap((item) => {
        const session = toSession(item);
        if (!session) return [];
        return [{ ...publicSession(session), expires_at: rfc3339(session.expiresAt) }];
      }),
      revokedTokens: items.flatMap((item) => {
        const revoked = toRevoked(item);
        return revoked === undefined ? [] : [{ id: revoked, expires_at: rfc3339(item.expires_at) }];
      }),
      accounts: items.flatMap((item) => toAccount(item) ?? []),
      requests: items.flatMap((item) => toRequest(item) ?? []),
    };
  }

  async #get(key: Item): Promise<Item | undefined> {
    const { Item: item } = await call(() =>
      this.#client.send(
        new GetCommand({ TableName: this.#table, Key: key, ConsistentRead: true, ...PROJECTION }),
      ),
    );
    return item;
  }

  #query(pk: string): Promise<readonly Item[]> {
    return queryAll(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
      ...PROJECTION,
    });
  }
}

function rfc3339(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
