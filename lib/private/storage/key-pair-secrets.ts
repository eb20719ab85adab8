import { SecretValue } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { AuthBackend } from '../../auth-backend';
import { acknowledge } from '../acknowledge';
import type { Settings } from '../settings/settings';

/** A JWK Set (RFC 7517) before the first rotation: of no key, and so nothing to hide in a template. */
const NO_KEYS = SecretValue.unsafePlainText('{"keys":[]}');

export const WITH_THE_ACCOUNTS_KEY =
  "It is encrypted with the account's key aws/secretsmanager, which works for principals of this " +
  'account only through Secrets Manager.';

/**
 * The key pairs of one backend, in two secrets: what verifies can't sign. Another algorithm means
 * other secrets, so that the first rotation of these makes its keys.
 */
export class KeyPairSecrets extends Construct {
  readonly sign: Secret;
  readonly verify: Secret;

  constructor(scope: Construct, { name, algorithm }: AuthBackend, { removalPolicy }: Settings) {
    super(scope, `Keys-${name}-${algorithm.name}`);
    this.sign = new Secret(this, 'Signing', {
      description: `Private keys of ${algorithm.name} that sign access tokens of ${name}.`,
      secretStringValue: NO_KEYS,
      removalPolicy,
    });
    this.verify = new Secret(this, 'Public', {
      description: `Public keys of ${algorithm.name} that verify access tokens of ${name}.`,
      secretStringValue: NO_KEYS,
      removalPolicy,
    });
    for (const secret of [this.sign, this.verify]) {
      acknowledge(secret, { 'NIST.800.53.R5-SecretsManagerUsingKMSKey': WITH_THE_ACCOUNTS_KEY });
    }
    acknowledge(this.verify, {
      'AwsSolutions-SMG4': NOTHING_SECRET,
      'NIST.800.53.R5-SecretsManagerRotationEnabled': NOTHING_SECRET,
    });
  }
}

const NOTHING_SECRET =
  'Its value is public, and changes when the private keys are rotated, which their secret is by the ' +
  'calendar. It is a secret so that only one function can write it.';
