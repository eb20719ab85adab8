import type { PublicPasskey } from '../public-passkey.ts';
import { authenticatorOf } from './authenticators.ts';

/** Passkeys that a user may have at once: more than one person's devices, so that a list is one page. */
export const MAX_PASSKEYS = 20;

/** A passkey as it is stored of its user. */
export interface Passkey {
  readonly userId: string;
  /** The credential's id, as the authenticator chose it, in base64url. */
  readonly id: string;
  readonly name: string;
  /** COSE_Key (RFC 9052, 7) in base64url. */
  readonly publicKey: string;
  /** As of the last use; 0 for an authenticator that doesn't count, as those that synchronise don't. */
  readonly signCount: number;
  /** Kind of the authenticator, according to itself; zeros where it doesn't say. */
  readonly aaguid: string;
  /** How the authenticator can be reached: hints for browsers. */
  readonly transports: readonly string[];
  /** It may leave the device that made it. This never changes. */
  readonly backupEligible: boolean;
  /** It has left it, or is kept elsewhere as well. */
  readonly backedUp: boolean;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  /** Absent until it is used. */
  readonly last_used_at?: string;
}

export function publicPasskey(passkey: Passkey): PublicPasskey {
  const { id, name, aaguid, created_at, last_used_at = null, backedUp, transports } = passkey;
  const authenticator = authenticatorOf(aaguid) ?? null;
  return { id, name, authenticator, created_at, last_used_at, synced: backedUp, transports };
}

export function oldestFirst(passkeys: readonly Passkey[]): readonly Passkey[] {
  return passkeys.toSorted((one, other) => (one.created_at < other.created_at ? -1 : 1));
}
