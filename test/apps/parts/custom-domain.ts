import { CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnHostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { CustomDomainOptions } from '../../../lib';

/** A domain with a zone and a certificate of the stack's own, and an API that answers without it, too. */
export function customDomain(scope: Construct): Required<CustomDomainOptions> {
  const domainName = 'auth.example.com';
  return {
    domainName,
    certificate: new CfnCertificate(scope, 'Certificate', {
      domainName,
      validationMethod: 'DNS',
    }),
    hostedZone: new CfnHostedZone(scope, 'Zone', { name: 'example.com' }),
    disableExecuteApiEndpoint: false,
  };
}
