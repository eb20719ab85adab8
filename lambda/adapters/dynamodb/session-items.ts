import { keyOf, sortKeyParts } from '../../../lib/contract/item-keys.ts';
import { toProof } from '../../users/proof.ts';
import type { Session, SessionKey } from '../../users/sessions/session.ts';
import type { Item } from './item.ts';

export const sessionKey = ({ userId: user, sessionId: session }: SessionKey) =>
  keyOf('session', { user, session });
export const revocationKey = ({ userId: user, sessionId: session }: SessionKey) =>
  keyOf('revocation', { user, session });

export function sessionItem(session: Session): Item {
  const { backend, created_at, last_used_at, ip, user_agent, proof } = session;
  return {
    ...sessionKey(session),
    user_id: session.userId,
    backend,
    created_at,
    last_used_at,
    ip,
    user_agent,
    token_version: session.tokenVersion,
    expires_at: session.expiresAt,
    ...(proof && { auth_time: proof.authTime, amr: proof.amr }),
    ...(session.secretHash !== undefined && { secret_hash: session.secretHash }),
    ...(session.claims && { claims: session.claims }),
    ...(session.generation !== undefined && { generation: session.generation }),
  };
}

/** `undefined` for any other item. */
export function toSession(item: Item): Session | undefined {
  const { session: sessionId } = sortKeyParts('session', item.sk) ?? {};
  if (sessionId === undefined) return undefined;
  const { backend, created_at, last_used_at, ip, user_agent } = item;
  const proof = toProof(item.auth_time, item.amr);
  return {
    userId: item.user_id,
    sessionId,
    backend,
    created_at,
    last_used_at,
    ip,
    user_agent,
    tokenVersion: item.token_version,
    expiresAt: item.expires_at,
    ...(proof && { proof }),
    ...(item.secret_hash !== undefined && { secretHash: item.secret_hash }),
    ...(item.claims && { claims: item.claims }),
    ...(item.generation !== undefined && { generation: item.generation }),
    ...(item.rotated_at !== undefined && { rotated_at: item.rotated_at }),
    ...(item.ended_at !== undefined && { ended_at: item.ended_at }),
  };
}

/** Id of the login that an item revokes; `undefined` for any other item. */
export function toRevoked(item: Item): string | undefined {
  return sortKeyParts('revocation', item.sk)?.session;
}
