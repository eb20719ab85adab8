import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
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

export const signedTokens = (rt: Runtime, purpose: Purpose, secretArn: string) =>
  new SignedTokens(purpose, keyRing(rt, secretArn), rt.clock);
