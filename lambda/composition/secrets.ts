import { MIN_SECRET_BYTES } from '../../lib/contract/keys.ts';
import type { Purpose } from '../adapters/jose/purposes.ts';
import { SignedTokens } from '../adapters/jose/signed-tokens.ts';
import { KeyRing } from '../adapters/secrets-manager/key-ring.ts';
import { secretsClient } from './clients.ts';
import type { Runtime } from './runtime.ts';

export const secretsManager = (rt: Runtime) => rt.shared('secretsManager', () => secretsClient(rt));

/** Backends that share a secret share what was read of it. */
export const keyRing = (rt: Runtime, secretArn: string) =>
  rt.shared(`keyRing ${secretArn}`, () => new KeyRing(secretsManager(rt), secretArn, rt.clock));

/** Without the line break at the end of a value that somebody else chose, which is a file's. */
const trimmed = (value: Uint8Array) => Buffer.from(value).toString('utf8').trim();

/** The value of a secret that somebody else chose. */
export async function secretText(rt: Runtime, secretArn: string): Promise<string> {
  const { material } = await keyRing(rt, secretArn).current();
  return trimmed(material);
}

/** As `keyRing`, of a secret that must not be guessed: keys are derived from it. */
export const secretKeys = (rt: Runtime, secretArn: string) =>
  rt.shared(`secretKeys ${secretArn}`, () => {
    const minBytes = MIN_SECRET_BYTES;
    return new KeyRing(secretsManager(rt), secretArn, rt.clock, { minBytes });
  });

/** As `secretKeys`, of a secret that is sent itself, in a header. */
export const proofs = (rt: Runtime, secretArn: string) =>
  rt.shared(`proofs ${secretArn}`, () => {
    const counted = (value: Uint8Array) => Buffer.from(trimmed(value));
    const options = { minBytes: MIN_SECRET_BYTES, counted };
    return new KeyRing(secretsManager(rt), secretArn, rt.clock, options);
  });

export const signedTokens = (rt: Runtime, purpose: Purpose, secretArn: string) =>
  new SignedTokens(purpose, secretKeys(rt, secretArn), rt.clock);
