import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { EXPORT_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import {
  type ExportGroup,
  ITEMS,
  type ItemsOfUser,
  itemsOfUser,
  type Key,
  kindOf,
  partitionOf,
  sortKeyParts,
} from '../../../../lib/contract/items.ts';
import type { PersonalData, PersonalDataStore } from '../../../users/ports.ts';
import { publicSession, type Session } from '../../../users/sessions/session.ts';
import type { User } from '../../../users/user.ts';
import { call } from '../calls.ts';
import { namesOf } from '../expressions.ts';
import { credentialKey, type Item, profileKey, toRevoked, toSession } from '../items.ts';
import { queryAll } from '../reads.ts';

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
    const partitions = [
      ...itemsOfUser('partition').map((kind) => partitionOf(kind, { user: id })),
      ...itemsOfUser('address').map((kind) => partitionOf(kind, { email })),
    ];
    const [profile, credential, ...found] = await Promise.all([
      this.#get(profileKey(id)),
      this.#get(credentialKey(email)),
      ...[...new Set(partitions)].map((pk) => this.#query(pk)),
    ]);
    if (!profile || credential?.user_id !== id) return undefined;
    return {
      lastEvent: profile.event,
      credentialVersion: credential.credential_version,
      groups: grouped(found.flat()),
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

type ExportedItem = ItemsOfUser<'partition' | 'address'>;

/** What an export says of an item of each kind: nothing that credentials are checked by. */
const EXPORTED: { readonly [Name in ExportedItem]: (item: Item) => object } = {
  session(item) {
    const session = toSession(item) as Session;
    return { ...publicSession(session), expires_at: rfc3339(session.expiresAt) };
  },
  revocation: (item) => ({ id: toRevoked(item), expires_at: rfc3339(item.expires_at) }),
  'account-of-user': ({ sk }) => ({ ...sortKeyParts('account-of-user', sk) }),
  'forgot-password': requestOf,
  'request-verify': requestOf,
  'email-change': requestOf,
};

function grouped(items: readonly Item[]): PersonalData['groups'] {
  const kinds = Object.keys(EXPORTED) as ExportedItem[];
  const groups = Object.fromEntries(
    kinds.map((kind) => [ITEMS[kind].exportedAs, [] as object[]]),
  ) as Record<ExportGroup, object[]>;
  for (const item of items) {
    const kind = kinds.find((each) => each === kindOf(item as Item & Key));
    if (kind === undefined) throw new Error(`no export is known of an item ${item.pk} ${item.sk}`);
    groups[ITEMS[kind].exportedAs].push(EXPORTED[kind](item));
  }
  return groups;
}

function requestOf({ sk, event }: Item) {
  return { kind: sk, requested_at: event.at };
}

function rfc3339(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
