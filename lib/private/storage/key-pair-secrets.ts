import { type Duration, SecretValue } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { KeyPairAlgorithm } from '../../contract/backend.ts';
import { acknowledge } from '../acknowledge';
import { keyRotationOf } from '../settings/key-rotation';
import type { Settings } from '../settings/settings';

/** A JWK Set (RFC 7517) before there are keys: nothing to hide in a template. */
const NO_KEYS = SecretValue.unsafePlainText('{"keys":[]}');

export const WITH_THE_ACCOUNTS_KEY =
  "It is encrypted with the account's key aws/secretsmanager, which works for principals of this " +
  'account only through Secrets Manager.';

/**
 * The key pairs of one algorithm, in two secrets: what verifies can't sign. Its backends share them: a
 * token's audience says whose it is. Another algorithm has other secrets, and so keys of its own.
 */
export class KeyPairSecrets extends Construct {
  readonly algorithm: KeyPairAlgorithm;
  readonly sign: Secret;
  readonly verify: Secret;
  /** How often the pair is replaced. */
  readonly rotation: Duration;

  constructor(scope: Construct, algorithm: KeyPairAlgorithm, settings: Settings) {
    super(scope, `Keys-${algorithm}`);
    const { authBackends, removalPolicy, encryptionKey } = settings;
    this.algorithm = algorithm;
    this.rotation = keyRotationOf(algorithm, authBackends);
    this.sign = new Secret(this, 'Signing', {
      description: `Private keys of ${algorithm} that sign access tokens.`,
      secretStringValue: NO_KEYS,
      removalPolicy,
      encryptionKey,
    });
    this.verify = new Secret(this, 'Public', {
      description: `Public keys of ${algorithm} that verify access tokens.`,
      secretStringValue: NO_KEYS,
      removalPolicy,
      encryptionKey,
    });
    for (const secret of encryptionKey === undefined ? [this.sign, this.verify] : []) {
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
