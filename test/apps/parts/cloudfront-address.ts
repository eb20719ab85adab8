import { SecretValue } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { ClientAddress } from '../../../lib';

/** Believes CloudFront about clients, by a secret that the tests send as CloudFront would. */
export function cloudFrontAddress(scope: Construct): ClientAddress {
  const secret = new Secret(scope, 'OriginSecret', {
    secretStringValue: SecretValue.unsafePlainText('what only CloudFront knows of this API'),
  });
  return ClientAddress.cloudFront({ secret });
}
