import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { MIN_SECRET_BYTES } from '../../lib/contract/keys.ts';
import { AWS_CLIENT } from '../adapters/aws-client.ts';
import type { Purpose } from '../adapters/jose/purposes.ts';
import { SignedTokens } from '../adapters/jose/signed-tokens.ts';
import { KeyRing } from '../adapters/secrets-manager/key-ring.ts';
import type { Runtime } from './runtime.ts';

export const secretsManager = (rt: Runtime) =>
  rt.once('secretsManager', () => new SecretsManagerClient(AWS_CLIENT));

/** Backends that share a secret share what was read of it. */
export const keyRing = (rt: Runtime, secretArn: string) =>
  rt.once(`keyRing ${secretArn}`, () => new KeyRing(secretsManager(rt), secretArn, rt.clock));

/** As `keyRing`, of a secret that keys are derived from. */
const derivationKeys = (rt: Runtime, secretArn: string) =>
  rt.once(`derivationKeys ${secretArn}`, () => {
    const minBytes = MIN_SECRET_BYTES;
    return new KeyRing(secretsManager(rt), secretArn, rt.clock, { minBytes });
  });

export const signedTokens = (rt: Runtime, purpose: Purpose, secretArn: string) =>
  new SignedTokens(purpose, derivationKeys(rt, secretArn), rt.clock);
