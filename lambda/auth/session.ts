import { createHash } from 'node:crypto';
import type { Clock } from '../users/clock.ts';
import { type Ids, type Randomness, uuidOf } from '../users/ids.ts';
import { begun, type Session } from '../users/sessions/session.ts';
import type { Strategy } from './strategy.ts';

/**
 * 256 bits, twice what ASVS 5.0 asks of a reference token (7.2.3). An attacker with a billion
 * attempts a second on one session would be through half of them after 2^255 / 2^30 s, some 10^60
 * years; so a fast hash without a salt keeps the secret as well as a slow one.
 */
const SECRET_BYTES = 32;

/** Bytes of a UUID. */
const UUID_BYTES = 16;

/** A use is noted at most once per interval, in seconds: reads are many, and a write costs more. */
const MAX_NOTE_INTERVAL = 300;

/** 36 and 32 bytes as base64url (RFC 4648, 5). */
const TOKEN = /^([\w-]{48})\.([\w-]{43})$/;

/**
 * A token that only names its session, and proves that with a secret: `<id>.<secret>`. The stored
 * session decides; of the secret it has only the hash.
 *
 * The id consists of the user's id, the session's id and the token version, so that profile and
 * session are found in one read. They are no secrets, and knowing them proves nothing.
 */
export function sessionStrategy(deps: {
  /** Name of the backend. */
  backend: string;
  clock: Clock;
  ids: Ids;
  randomness: Randomness;
  /** Seconds from the login. */
  lifetime: number;
  /** Seconds without use. */
  idleTimeout: number;
}): Strategy {
  const { backend, clock, ids, randomness, lifetime, idleTimeout } = deps;
  const noteInterval = Math.min(MAX_NOTE_INTERVAL, idleTimeout / 10);

  /** The end of the lifetime or of the idle timeout, whichever comes first. */
  const expiryOf = (createdAt: number, usedAt: number) =>
    Math.floor(Math.min(createdAt / 1000 + lifetime, usedAt / 1000 + idleTimeout));

  return {
    lifetime,

    async issue({ addedClaims: claims, ...login }, origin, proof) {
      const now = clock.now();
      const secret = randomness.bytes(SECRET_BYTES);
      const session: Session = {
        ...begun(login, origin, { sessionId: ids.next(), now, proof }),
        expiresAt: expiryOf(now.getTime(), now.getTime()),
        secretHash: hashOf(secret),
        ...(claims && Object.keys(claims).length > 0 && { claims }),
      };
      const credential = `${idOf(session)}.${secret.toString('base64url')}`;
      return { credential, lifetime, session };
    },

    async verify(token) {
      const [, id = '', text = ''] = TOKEN.exec(token) ?? [];
      const secret = Buffer.from(text, 'base64url');
      // 43 characters have two bits to spare: only one of the four spellings of a secret is valid.
      if (text === '' || secret.toString('base64url') !== text) return undefined;
      return {
        ...parseId(id),
        keeping: { by: 'session', backend, secretHash: hashOf(secret) },
      };
    },

    useOf({ userId, sessionId, secretHash, created_at, last_used_at }, now) {
      const idle = (now.getTime() - Date.parse(last_used_at)) / 1000;
      if (secretHash === undefined || idle < noteInterval) return undefined;
      const expiresAt = expiryOf(Date.parse(created_at), now.getTime());
      return { userId, sessionId, secretHash, last_used_at: now.toISOString(), expiresAt };
    },
  };
}

function hashOf(secret: Buffer): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function idOf({ userId, sessionId, tokenVersion }: Session): string {
  const version = Buffer.alloc(4);
  version.writeUInt32BE(tokenVersion);
  return Buffer.concat([bytesOf(userId), bytesOf(sessionId), version]).toString('base64url');
}

function parseId(text: string): Pick<Session, 'userId' | 'sessionId' | 'tokenVersion'> {
  const id = Buffer.from(text, 'base64url');
  return {
    userId: uuidOf(id.subarray(0, UUID_BYTES)),
    sessionId: uuidOf(id.subarray(UUID_BYTES, 2 * UUID_BYTES)),
    tokenVersion: id.readUInt32BE(2 * UUID_BYTES),
  };
}

function bytesOf(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}
