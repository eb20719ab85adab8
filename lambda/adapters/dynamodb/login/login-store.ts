import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { LoginRecord, LoginRecorded, LoginStore } from '../../../users/login/login-store.ts';
import { type ConditionalWrite, refuse, write } from '../calls.ts';
import { check, put, update, type Write } from '../expressions.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { passkeyUseWrites } from '../passkeys/passkey-use.ts';
import { useCode } from '../passwords/code-writes.ts';
import { sessionItem } from '../session-items.ts';
import { ending } from '../sessions/session-store.ts';

export class DynamoDBLoginStore implements LoginStore {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async recordLogin(login: LoginRecord): Promise<LoginRecorded> {
    return (await write(this.#client, loginWrites(this.#table, login))) ?? 'recorded';
  }
}

function loginWrites(
  table: string,
  login: LoginRecord,
): ConditionalWrite<'stale' | 'ended' | 'used'>[] {
  const { credential, upgradedHash, session, event, passkeyUse, renewed, usedCode } = login;
  const { email, userId, credentialVersion, tokenVersion } = credential;
  const flags = { token_version: tokenVersion, is_active: true };
  const asRead = {
    user_id: userId,
    ...(credentialVersion !== undefined && { credential_version: credentialVersion }),
    ...flags,
  };
  const key = credentialKey(email);
  const writes: Write[] = [];
  if (upgradedHash !== undefined) {
    writes.push(update(table, { key, set: { password_hash: upgradedHash }, equals: asRead }));
  } else if (session || renewed || passkeyUse) {
    // Nothing begins for a user who changed or was deleted since the read.
    writes.push(check(table, key, asRead));
  }
  if (session) writes.push(put(table, sessionItem(session)));
  if (event) {
    writes.push(
      update(table, {
        key: profileKey(userId),
        set: { event },
        equals: { email, ...flags },
      }),
    );
  }
  const renewal = renewed ? [ending(table, renewed.claims, renewed.at)] : [];
  return [
    ...refuse('used' as const, usedCode ? [useCode(table, usedCode)] : []),
    ...refuse('stale' as const, writes),
    ...(passkeyUse ? passkeyUseWrites(table, passkeyUse) : []),
    ...refuse('ended' as const, renewal),
  ];
}
