import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { AuthBackend } from '../../auth-backend';
import { derivesKeys, keyPairOf } from '../../contract/backend.ts';
import { acknowledge } from '../acknowledge';
import type { Settings } from '../settings/settings';
import { KeyPairSecrets, WITH_THE_ACCOUNTS_KEY } from './key-pair-secrets';

/** 64 characters out of 62: some 381 bits, of which the runtime derives keys of 256. */
export function generatedSecret(
  scope: Construct,
  id: string,
  use: string,
  { removalPolicy }: Settings,
): Secret {
  const secret = new Secret(scope, id, {
    description: `Keys of ${use} are derived from this.`,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy,
  });
  acknowledge(secret, {
    'AwsSolutions-SMG4': ROTATED_BY_HAND,
    'NIST.800.53.R5-SecretsManagerRotationEnabled': ROTATED_BY_HAND,
    'NIST.800.53.R5-SecretsManagerUsingKMSKey': `${WITH_THE_ACCOUNTS_KEY} To use a key of your own, give a secret.`,
  });
  return secret;
}

const ROTATED_BY_HAND =
  'No person knows it, and 381 random bits do not wear out; to rotate by the calendar a function ' +
  'would have to be allowed to write it. put-secret-value rotates it at any time, without downtime: ' +
  'the version before still verifies.';

/** Where the keys of access tokens and of list cursors come from. */
export interface TokenSecrets {
  /** What a backend signs with, and what it verifies with; one secret, but for a key pair. */
  of(backend: AuthBackend): { readonly sign: ISecret; readonly verify: ISecret };
  /** What a backend's refresh tokens are signed with: a key pair can't, so the shared one does. */
  refreshOf(backend: AuthBackend): ISecret;
  /** The first that keys can be derived from. */
  readonly cursors: ISecret;
}

/** The shared secret is made when a first use needs it, and so are those of key pairs. */
export function tokenSecrets(scope: Construct, settings: Settings): TokenSecrets {
  let shared: ISecret | undefined;
  const pairs = new Map<AuthBackend, KeyPairSecrets>();
  const derived = (backend: AuthBackend | undefined) => {
    if (backend?.secret !== undefined) return backend.secret;
    shared ??= generatedSecret(scope, 'AccessTokenSecret', 'access tokens', settings);
    return shared;
  };
  return {
    of(backend) {
      if (keyPairOf(backend._strategy) === undefined) {
        return { sign: derived(backend), verify: derived(backend) };
      }
      const pair = pairs.get(backend) ?? new KeyPairSecrets(scope, backend, settings);
      pairs.set(backend, pair);
      return pair;
    },
    refreshOf: derived,
    get cursors() {
      return derived(settings.authBackends.find(({ _strategy }) => derivesKeys(_strategy)));
    },
  };
}
