import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { AuthBackend } from '../auth-backend';
import { acknowledge } from './acknowledge';
import type { Settings } from './settings';

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
    'NIST.800.53.R5-SecretsManagerUsingKMSKey':
      "It is encrypted with the account's key aws/secretsmanager, which works for principals of " +
      'this account through Secrets Manager alone. Who wants a key of their own gives a secret.',
  });
  return secret;
}

const ROTATED_BY_HAND =
  'No person knows it, and 381 random bits do not wear out; to rotate by the calendar a function ' +
  'would have to be allowed to write it. put-secret-value rotates it at any time, without downtime: ' +
  'the version before still verifies.';

/** Where a backend's keys come from. The shared secret is made when a first backend needs it. */
export function backendSecrets(
  scope: Construct,
  settings: Settings,
): (backend: AuthBackend) => ISecret {
  let shared: ISecret | undefined;
  return (backend) => {
    if (backend.secret !== undefined) return backend.secret;
    shared ??= generatedSecret(scope, 'AccessTokenSecret', 'access tokens', settings);
    return shared;
  };
}
