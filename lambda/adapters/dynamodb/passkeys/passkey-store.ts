import { partitionOf, sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import {
  PASSKEY_ATTRIBUTES,
  PASSKEY_LOGIN_ATTRIBUTES,
} from '../../../../lib/contract/passkey-access.ts';
import type { NewEvent } from '../../../users/events/event.ts';
import type { Passkey } from '../../../users/passkeys/passkey.ts';
import type {
  FoundPasskey,
  PasskeyAddition,
  PasskeyName,
  PasskeyReads,
  PasskeyRemoval,
  PasskeyStore,
} from '../../../users/passkeys/passkey-store.ts';
import type { Profile } from '../../../users/user.ts';
import { toProfile } from '../accounts/items.ts';
import { refuse, updateAndSee, write } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { namesOf, put, remove, update, type Write } from '../expressions.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { batchGet, queryAll } from '../reads.ts';
import { passkeyItem, toPasskey } from './passkey-items.ts';
import { passkeyKey, useChallenge } from './passkey-use.ts';

export class DynamoDBPasskeyStore implements PasskeyStore, PasskeyReads {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async findPasskey({
    userId,
    id,
  }: {
    readonly userId: string;
    readonly id: string;
  }): Promise<FoundPasskey> {
    const keys = [passkeyKey(userId, id), profileKey(userId)];
    const attributes = PASSKEY_LOGIN_ATTRIBUTES;
    const items = await batchGet(this.#client, this.#table, keys, attributes);
    const passkey = items.find(({ sk }) => sortKeyParts('passkey', sk));
    const profile = items.find(({ sk }) => sortKeyParts('profile', sk));
    return {
      ...(passkey && { passkey: toPasskey(passkey) }),
      ...(profile && { profile: toProfile(profile) }),
    };
  }

  async passkeysOf(userId: string): Promise<readonly Passkey[]> {
    const items = await queryAll(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeValues: { ':pk': partitionOf('passkey', { user: userId }) },
      ProjectionExpression: PASSKEY_ATTRIBUTES.map((name) => `#${name}`).join(', '),
      ExpressionAttributeNames: namesOf(PASSKEY_ATTRIBUTES),
      ConsistentRead: true,
    });
    return items.map(toPasskey);
  }

  async addPasskey({ passkey, before, used, event }: PasskeyAddition) {
    const table = this.#table;
    const refusal = await write(this.#client, [
      ...refuse('stale', counted(table, before, 1, event)),
      ...refuse('used', [useChallenge(table, used)]),
      ...refuse('taken', [put(table, passkeyItem(passkey))]),
    ]);
    return refusal ?? 'added';
  }

  async renamePasskey({ userId, id, name }: PasskeyName): Promise<Passkey | undefined> {
    const { written, item } = await updateAndSee(this.#client, {
      ...update(this.#table, { key: passkeyKey(userId, id), set: { label: name }, equals: {} })
        .Update,
      TableName: this.#table,
      Key: passkeyKey(userId, id),
      ReturnValues: 'ALL_NEW',
    });
    return written && item ? toPasskey(item) : undefined;
  }

  async removePasskey({ passkey, before, event }: PasskeyRemoval) {
    const table = this.#table;
    const removed = remove(table, passkeyKey(passkey.userId, passkey.id), {});
    const writes = [...counted(table, before, -1, event), removed];
    return (await write(this.#client, refuse('stale', writes))) ?? 'removed';
  }
}

/** A user who is as read, with one passkey more or less. Whose the credential is follows from the profile. */
function counted(table: string, before: Profile, difference: 1 | -1, event: NewEvent): Write[] {
  const { user, version, factors } = before;
  const passkeys = (factors?.passkeys ?? 0) + difference;
  const set = passkeys > 0 ? { passkeys } : {};
  const removed = passkeys > 0 ? [] : ['passkeys'];
  const profile = update(table, {
    key: profileKey(user.id),
    set: { ...set, version: version + 1, event },
    remove: removed,
    equals: { version },
  });
  const key = credentialKey(user.email);
  return [profile, update(table, { key, set, remove: removed, equals: {} })];
}
