import { SESSION_LIST_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import { partitionOf } from '../../../../lib/contract/item-keys.ts';
import type { StoredEvent } from '../../../users/events/event.ts';
import type {
  AccessClaims,
  Session,
  SessionKey,
  SessionUse,
} from '../../../users/sessions/session.ts';
import type {
  RefreshClaims,
  Rotated,
  Rotation,
  SessionStore,
} from '../../../users/sessions/session-store.ts';
import { refuse, updateAndSee, write } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { check, put, remove, update, type Write } from '../expressions.ts';
import { profileKey } from '../keys.ts';
import { queryAll } from '../reads.ts';
import { revocationKey, sessionKey, toSession } from '../session-items.ts';
import * as rotations from './rotations.ts';

export class DynamoDBSessionStore implements SessionStore {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async end(claims: AccessClaims, at: Date): Promise<'ended' | 'refused'> {
    const writes = [honoured(this.#table, claims), ending(this.#table, claims, at)];
    return (await write(this.#client, refuse('refused', writes))) ?? 'ended';
  }

  async endPresented(claims: AccessClaims, at: Date): Promise<'ended' | 'refused'> {
    const end = ending(this.#table, claims, at);
    // A revocation is a new item, and nothing may be stored of a user who was deleted.
    const user = end.Put ? [check(this.#table, profileKey(claims.userId), {})] : [];
    return (await write(this.#client, refuse('refused', [...user, end]))) ?? 'ended';
  }

  /** One page holds a megabyte, and so nearly always all of them. */
  async sessionsOf(userId: string): Promise<readonly Session[]> {
    const items = await queryAll(this.#client, {
      TableName: this.#table,
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': partitionOf('session', { user: userId }) },
      ProjectionExpression: SESSION_LIST_ATTRIBUTES.join(', '),
      Select: 'SPECIFIC_ATTRIBUTES',
      ConsistentRead: true,
      ScanIndexForward: false,
    });
    return items.flatMap((item) => toSession(item) ?? []);
  }

  async remove(key: SessionKey): Promise<'removed' | 'absent'> {
    const writes = refuse('absent', [remove(this.#table, sessionKey(key), {})]);
    return (await write(this.#client, writes)) ?? 'removed';
  }

  async noteUse({ secretHash, last_used_at, expiresAt, ...key }: SessionUse): Promise<void> {
    const noted = update(this.#table, {
      key: sessionKey(key),
      set: { last_used_at, expires_at: expiresAt },
      equals: { secret_hash: secretHash },
    });
    await write(this.#client, [{ write: noted, refusal: 'ended' }]);
  }

  async rotate(rotation: Rotation): Promise<Rotated> {
    const input = rotations.rotate(this.#table, rotation);
    const { written, item } = await updateAndSee(this.#client, input);
    // A call that the SDK repeats because it got no response finds what the first one wrote.
    const replaced = written || item?.rotation === rotation.id;
    return { replaced, session: item && toSession(item) };
  }

  endReused(reuse: RefreshClaims, event: StoredEvent): Promise<'ended' | 'refused'> {
    return this.#end(rotations.end(this.#table, reuse, { at: event.at, event }));
  }

  endReplaced(replaced: RefreshClaims, at: Date): Promise<'ended' | 'refused'> {
    return this.#end(rotations.end(this.#table, replaced, { at: at.toISOString() }));
  }

  async #end(end: Write): Promise<'ended' | 'refused'> {
    return (await write(this.#client, [{ write: end, refusal: 'refused' }])) ?? 'ended';
  }
}

/**
 * The profile still honours the claims: the condition for what `honouredBy` checks after a read.
 */
function honoured(table: string, { userId, sessionId, tokenVersion }: AccessClaims): Write {
  return {
    ConditionCheck: {
      TableName: table,
      Key: profileKey(userId),
      ConditionExpression:
        'is_active = :true AND (token_version = :tokenVersion OR surviving_token = :sessionId)',
      ExpressionAttributeValues: {
        ':true': true,
        ':tokenVersion': tokenVersion,
        ':sessionId': sessionId,
      },
    },
  };
}

/** Refused if the login has already ended. */
export function ending(table: string, claims: AccessClaims, at: Date): Write {
  const { userId, sessionId, tokenVersion, keeping } = claims;
  const key: SessionKey = { userId, sessionId };
  if (keeping.by === 'revocation') {
    return put(table, { ...revocationKey(key), user_id: userId, expires_at: keeping.expiresAt });
  }
  const { backend, secretHash } = keeping;
  const hash = secretHash === undefined ? '' : ' AND secret_hash = :secretHash';
  return {
    Delete: {
      TableName: table,
      Key: sessionKey(key),
      ConditionExpression: `backend = :backend AND token_version = :tokenVersion AND expires_at > :now AND attribute_not_exists(ended_at)${hash}`,
      ExpressionAttributeValues: {
        ':backend': backend,
        ':tokenVersion': tokenVersion,
        ':now': at.getTime() / 1000,
        ...(secretHash !== undefined && { ':secretHash': secretHash }),
      },
    },
  };
}
