import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { AuthBackend } from '../auth-backend';
import type { Settings } from './settings';

/** 64 characters out of 62: some 381 bits, of which the runtime derives keys of 256. */
export function generatedSecret(
  scope: Construct,
  id: string,
  use: string,
  { removalPolicy }: Settings,
): Secret {
  return new Secret(scope, id, {
    description: `Keys of ${use} are derived from this.`,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy,
  });
}

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
