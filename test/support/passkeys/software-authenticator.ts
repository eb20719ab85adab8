import {
  createHash,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import type { CreationOptions, RequestOptions } from '../../../lambda/users/passkeys/options.ts';
import type {
  AssertionResponse,
  RegistrationResponse,
} from '../../../lambda/users/passkeys/verification.ts';
import { type Cbor, cbor } from './cbor.ts';

/** What an authenticator is, and what happens when it is used; all as an ordinary platform's by default. */
export interface Behaviour {
  readonly algorithm?: 'EdDSA' | 'ES256' | 'RS256';
  readonly aaguid?: string;
  /** Where the page is that asks. */
  readonly origin?: string;
  /** Another one than the options say. */
  readonly rpId?: string;
  readonly userPresent?: boolean;
  readonly userVerified?: boolean;
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  /** Bytes of the id of a new passkey. */
  readonly idBytes?: number;
  /** How often the authenticator says that it was used; one that synchronises says 0. */
  readonly signCount?: number;
  /** More of what the browser says. */
  readonly clientData?: Readonly<Record<string, unknown>>;
  readonly attestation?: { readonly format: string; readonly statement: ReadonlyMap<string, Cbor> };
}

interface Held {
  readonly id: Buffer;
  readonly userHandle: string;
  readonly privateKey: KeyObject;
  readonly algorithm: 'EdDSA' | 'ES256' | 'RS256';
}

const FLAGS = { up: 0x01, uv: 0x04, be: 0x08, bs: 0x10, at: 0x40 };

/** A browser with an authenticator (WebAuthn level 3), in software: what it gives is what `toJSON()` does. */
export class SoftwareAuthenticator {
  readonly behaviour: Behaviour;
  readonly #held = new Map<string, Held>();

  constructor(behaviour: Behaviour = {}) {
    this.behaviour = behaviour;
  }

  /** `navigator.credentials.create()`. */
  create(options: CreationOptions, behaviour: Behaviour = {}): RegistrationResponse {
    const how = { ...this.behaviour, ...behaviour };
    const algorithm = how.algorithm ?? 'ES256';
    const { publicKey, privateKey } = keyPair(algorithm);
    const id = randomBytes(how.idBytes ?? 32);
    const held = { id, userHandle: options.user.id, privateKey, algorithm };
    this.#held.set(id.toString('base64url'), held);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const aaguid = Buffer.from((how.aaguid ?? '').replaceAll('-', '').padEnd(32, '0'), 'hex');
    const cose = cbor(coseKey(publicKey.export({ format: 'jwk' }), algorithm));
    const authData = Buffer.concat([
      authenticatorData(options.rp.id, how, FLAGS.at),
      ...[aaguid, length, id, cose],
    ]);
    const { format = 'none', statement = new Map() } = how.attestation ?? {};
    const attestation = new Map<string, Cbor>([
      ['fmt', format],
      ['attStmt', statement],
      ['authData', authData],
    ]);
    return {
      ...named(id),
      response: {
        clientDataJSON: clientData('webauthn.create', options.challenge, how).toString('base64url'),
        attestationObject: cbor(attestation).toString('base64url'),
        transports: ['internal', 'hybrid'],
      },
    };
  }

  /** `navigator.credentials.get()`, with the passkey of this id, or the newest one. */
  get(
    options: RequestOptions,
    behaviour: Behaviour & { readonly id?: string } = {},
  ): AssertionResponse {
    const how = { ...this.behaviour, ...behaviour };
    const held =
      behaviour.id === undefined ? [...this.#held.values()].at(-1) : this.#held.get(behaviour.id);
    if (held === undefined) throw new Error('the authenticator has no such passkey');
    const authData = authenticatorData(options.rpId, how, 0);
    const json = clientData('webauthn.get', options.challenge, how);
    const signed = Buffer.concat([authData, createHash('sha256').update(json).digest()]);
    const hash = held.algorithm === 'EdDSA' ? null : 'sha256';
    return {
      ...named(held.id),
      response: {
        clientDataJSON: json.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign(hash, signed, held.privateKey).toString('base64url'),
        userHandle: held.userHandle,
      },
    };
  }
}

function named(id: Buffer) {
  const text = id.toString('base64url');
  return { id: text, rawId: text, type: 'public-key' };
}

function keyPair(algorithm: Held['algorithm']) {
  switch (algorithm) {
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
  }
}

/** A COSE_Key (RFC 9053, 7; RFC 8230, 4). */
function coseKey(
  { x, y, n, e }: JsonWebKey,
  algorithm: Held['algorithm'],
): ReadonlyMap<number, Cbor> {
  const bytes = (text = '') => Buffer.from(text, 'base64url');
  switch (algorithm) {
    case 'EdDSA':
      return new Map<number, Cbor>([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, bytes(x)],
      ]);
    case 'ES256':
      return new Map<number, Cbor>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, bytes(x)],
        [-3, bytes(y)],
      ]);
    case 'RS256':
      return new Map<number, Cbor>([
        [1, 3],
        [3, -257],
        [-1, bytes(n)],
        [-2, bytes(e)],
      ]);
  }
}

/** WebAuthn level 3, 6.1. */
function authenticatorData(rpId: string, how: Behaviour, others: number): Buffer {
  const { userPresent = true, userVerified = true, backupEligible = true, backedUp = true } = how;
  const flags =
    (userPresent ? FLAGS.up : 0) |
    (userVerified ? FLAGS.uv : 0) |
    (backupEligible ? FLAGS.be : 0) |
    (backupEligible && backedUp ? FLAGS.bs : 0) |
    others;
  const count = Buffer.alloc(4);
  count.writeUInt32BE(how.signCount ?? 0);
  const hash = createHash('sha256')
    .update(how.rpId ?? rpId)
    .digest();
  return Buffer.concat([hash, Buffer.from([flags]), count]);
}

/** WebAuthn level 3, 5.8.1. */
function clientData(type: string, challenge: string, how: Behaviour): Buffer {
  const origin = how.origin ?? 'https://app.example.com';
  return Buffer.from(
    JSON.stringify({ type, challenge, origin, crossOrigin: false, ...how.clientData }),
  );
}
