import { EXPORT_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import type { Feature } from '../../../../lib/contract/features.ts';
import { itemsOfUser, type Key, kindOf, partitionOf } from '../../../../lib/contract/item-keys.ts';
import { type ExportGroup, ITEMS, type ItemsOfUser } from '../../../../lib/contract/items.ts';
import type { PersonalData, PersonalDataStore } from '../../../users/accounts/personal-data.ts';
import type { User } from '../../../users/user.ts';
import { call } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { namesOf } from '../expressions.ts';
import type { Item } from '../item.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { queryAll } from '../reads.ts';

/** What every read asks for: its policy allows only these attributes, none of them a hash. */
const PROJECTION = {
  ProjectionExpression: EXPORT_ATTRIBUTES.map((name) => `#${name}`).join(', '),
  ExpressionAttributeNames: namesOf(EXPORT_ATTRIBUTES),
};

type ExportedItem = ItemsOfUser<'partition' | 'address'>;

/**
 * What an export says of an item of each kind, without anything that verifies a credential. Each
 * concern provides its own.
 */
export type Exporters = { readonly [Name in ExportedItem]: (item: Item) => object };

/** What one DynamoDB table has of a user. */
export class DynamoDBPersonalDataStore implements PersonalDataStore {
  readonly #client: Documents;
  readonly #table: string;
  readonly #exporters: Exporters;
  readonly #features: readonly Feature[];

  /** @param features by which the table has more kinds of items */
  constructor(
    client: Documents,
    table: string,
    exporters: Exporters,
    features: readonly Feature[] = [],
  ) {
    this.#client = client;
    this.#table = table;
    this.#exporters = exporters;
    this.#features = features;
  }

  async read({ id, email }: Pick<User, 'id' | 'email'>): Promise<PersonalData | undefined> {
    const partitions = [
      ...itemsOfUser('partition', this.#features).map((kind) => partitionOf(kind, { user: id })),
      ...itemsOfUser('address', this.#features).map((kind) => partitionOf(kind, { email })),
    ];
    const [profile, credential, ...found] = await Promise.all([
      this.#get(profileKey(id)),
      this.#get(credentialKey(email)),
      ...[...new Set(partitions)].map((pk) => this.#query(pk)),
    ]);
    if (!profile || credential?.user_id !== id) return undefined;
    return {
      ...(profile.event && { lastEvent: profile.event }),
      credentialVersion: credential.credential_version,
      groups: grouped(this.#exporters, this.#features, found.flat()),
    };
  }

  async #get(key: Item): Promise<Item | undefined> {
    const { Item: item } = await call(() =>
      this.#client.call('GetItem', {
        TableName: this.#table,
        Key: key,
        ConsistentRead: true,
        ...PROJECTION,
      }),
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

/** Finds the exporter of an item's kind, and puts what it says into the group of that kind. */
function grouped(
  exporters: Exporters,
  features: readonly Feature[],
  items: readonly Item[],
): PersonalData['groups'] {
  const kinds = (['partition', 'address'] as const).flatMap((way): readonly ExportedItem[] =>
    itemsOfUser(way, features),
  );
  const groups = Object.fromEntries(
    kinds.map((kind) => [ITEMS[kind].exportedAs, [] as object[]]),
  ) as Partial<Record<ExportGroup, object[]>>;
  for (const item of items) {
    const kind = kinds.find((each) => each === kindOf(item as Item & Key));
    if (kind === undefined) throw new Error(`no export is known of an item ${item.pk} ${item.sk}`);
    groups[ITEMS[kind].exportedAs]?.push(exporters[kind](item));
  }
  return groups;
}
