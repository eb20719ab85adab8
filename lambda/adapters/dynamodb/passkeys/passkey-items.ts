import type { Passkey } from '../../../users/passkeys/passkey.ts';
import type { Item } from '../item.ts';
import { passkeyKey } from './passkey-use.ts';

export function passkeyItem(passkey: Passkey): Item {
  const { userId, id, publicKey, signCount, backupEligible, backedUp } = passkey;
  const { name, aaguid, transports, created_at, last_used_at } = passkey;
  return {
    ...passkeyKey(userId, id),
    user_id: userId,
    credential_id: id,
    label: name,
    public_key: publicKey,
    sign_count: signCount,
    aaguid,
    transports,
    backup_eligible: backupEligible,
    backed_up: backedUp,
    created_at,
    ...(last_used_at !== undefined && { last_used_at }),
  };
}

export function toPasskey(item: Item): Passkey {
  return {
    userId: item.user_id,
    id: item.credential_id,
    name: item.label,
    publicKey: item.public_key,
    signCount: item.sign_count,
    aaguid: item.aaguid,
    transports: item.transports,
    backupEligible: item.backup_eligible,
    backedUp: item.backed_up,
    created_at: item.created_at,
    ...(item.last_used_at !== undefined && { last_used_at: item.last_used_at }),
  };
}
