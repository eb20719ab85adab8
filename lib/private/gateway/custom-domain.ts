import {
  ApiMapping,
  DomainName,
  type HttpApi,
  type HttpStage,
  IpAddressType,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { CustomDomain as CustomDomainSettings } from '../settings/domain';

/** Of the construct that has all of a custom domain, within a `UsersApi`. */
export const CUSTOM_DOMAIN_ID = 'Domain';

/** A domain that is mapped to the construct's own API, and the records by which it is found. */
export class CustomDomain extends Construct {
  readonly domainName: DomainName;

  constructor(
    scope: Construct,
    { domainName, certificate, hostedZone }: CustomDomainSettings,
    to: { readonly httpApi: HttpApi; readonly stage: HttpStage },
  ) {
    super(scope, CUSTOM_DOMAIN_ID);
    this.domainName = new DomainName(this, 'Name', {
      domainName,
      certificate,
      // The one policy that HTTP APIs have beside that of TLS 1.0; it takes TLS 1.3 as well.
      securityPolicy: SecurityPolicy.TLS_1_2,
      // Else the record for IPv6 would lead nowhere.
      ipAddressType: IpAddressType.DUAL_STACK,
    });
    new ApiMapping(this, 'Mapping', {
      api: to.httpApi,
      domainName: this.domainName,
      stage: to.stage,
    });
    if (hostedZone === undefined) return;
    const { hostedZoneId } = hostedZone.hostedZoneRef;
    for (const type of ['A', 'AAAA']) {
      new CfnRecordSet(this, type, {
        hostedZoneId,
        name: domainName,
        type,
        aliasTarget: {
          dnsName: this.domainName.regionalDomainName,
          hostedZoneId: this.domainName.regionalHostedZoneId,
        },
      });
    }
  }
}
