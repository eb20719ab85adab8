import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { AuthBackend } from '../../auth-backend';
import { keyPairOf } from '../../contract/backend.ts';
import { acknowledge } from '../acknowledge';
import { givenSecret } from '../given/secret';
import { keyPairAlgorithms } from '../settings/key-rotation';
import type { Settings } from '../settings/settings';
import { KeyPairSecrets, WITH_THE_ACCOUNTS_KEY } from './key-pair-secrets';

/** 64 characters out of 62: some 381 bits, of which the runtime derives keys of 256. */
export function generatedSecret(
  scope: Construct,
  id: string,
  use: string,
  { removalPolicy, encryptionKey }: Settings,
): Secret {
  const secret = new Secret(scope, id, {
    description: `Keys of ${use} are derived from this.`,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy,
    encryptionKey,
  });
  acknowledge(secret, {
    'AwsSolutions-SMG4': ROTATED_BY_HAND,
    'NIST.800.53.R5-SecretsManagerRotationEnabled': ROTATED_BY_HAND,
    ...(encryptionKey === undefined && {
      'NIST.800.53.R5-SecretsManagerUsingKMSKey': `${WITH_THE_ACCOUNTS_KEY} encryptionKey puts one of yours in its place.`,
    }),
  });
  return secret;
}

const ROTATED_BY_HAND =
  'No person knows it, and 381 random bits do not wear out; to rotate by the calendar a function ' +
  'would have to be allowed to write it. put-secret-value rotates it at any time, without downtime: ' +
  'the version before still verifies.';

/** Where the keys of access tokens and of refresh tokens come from. */
export interface TokenSecrets {
  /** What a backend signs with, and what it verifies with; one secret, but for a key pair. */
  of(backend: AuthBackend): { readonly sign: ISecret; readonly verify: ISecret };
  /**
   * What a backend's refresh tokens are signed with: only functions that issue read it, and those that
   * verify access tokens don't.
   */
  readonly refresh: ISecret;
  /** One for each algorithm. */
  readonly pairs: readonly KeyPairSecrets[];
}

/** The shared secrets are made when a first use needs them. */
export function tokenSecrets(scope: Construct, settings: Settings): TokenSecrets {
  let shared: ISecret | undefined;
  let refresh: ISecret | undefined;
  const own = () => {
    shared ??= generatedSecret(scope, 'AccessTokenSecret', 'access tokens', settings);
    return shared;
  };
  const pairs = keyPairAlgorithms(settings.authBackends).map(
    (algorithm) => new KeyPairSecrets(scope, algorithm, settings),
  );
  return {
    pairs,
    of(backend) {
      const algorithm = keyPairOf(backend._strategy);
      const pair = pairs.find((each) => each.algorithm === algorithm);
      if (pair !== undefined) return pair;
      const secret = backend.secret === undefined ? own() : givenSecret(scope, backend.secret);
      return { sign: secret, verify: secret };
    },
    get refresh() {
      refresh ??= generatedSecret(scope, 'RefreshTokenSecret', 'refresh tokens', settings);
      return refresh;
    },
  };
}
