import { describe, expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ApiMapping, DomainName, HttpApi, IpAddressType } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate, CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnHostedZone, CnameRecord, HostedZone } from 'aws-cdk-lib/aws-route53';
import { type CustomDomainOptions, UsersApi, UsersDomain } from '../../../../lib';
import { customDomain } from '../../../apps/parts/custom-domain';
import { functionOf, newStack, synthesize } from '../../support';

const NAME = 'auth.example.com';

function withDomain(options: { hostedZone?: boolean; endpoint?: boolean } = {}) {
  const stack = newStack();
  const { hostedZone, ...domain } = customDomain(stack);
  return synthesize(
    {
      allowedOrigins: ['https://app.example.com'],
      throttle: { rateLimit: 7 },
      domain: UsersDomain.custom({
        ...domain,
        ...(options.hostedZone && { hostedZone }),
        disableExecuteApiEndpoint: options.endpoint ? false : undefined,
      }),
    },
    stack,
  );
}

describe('a custom domain', () => {
  test("is mapped to the construct's own API, which keeps throttle, access log and CORS", () => {
    const { template } = withDomain();
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: NAME,
      DomainNameConfigurations: [
        {
          CertificateArn: { Ref: 'Certificate' },
          EndpointType: 'REGIONAL',
          SecurityPolicy: 'TLS_1_2',
          IpAddressType: IpAddressType.DUAL_STACK,
        },
      ],
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      ApiId: { Ref: Match.stringLikeRegexp('^UsersApi') },
      DomainName: { Ref: Match.stringLikeRegexp('^UsersDomainName') },
      Stage: '$default',
      ApiMappingKey: Match.absent(),
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      AccessLogSettings: Match.anyValue(),
      DefaultRouteSettings: { ThrottlingRateLimit: 7 },
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: ['https://app.example.com'] },
    });
  });

  test('is what tokens, discovery, redirects, links and the output name', () => {
    const { template, users } = withDomain();
    expect(users.url).toBe(`https://${NAME}/users`);
    const variables = (prefix: string) =>
      JSON.stringify(functionOf(template, prefix).Environment.Variables);
    for (const id of ['UsersLoginJwt', 'UsersDiscovery', 'UsersListUsers']) {
      expect(variables(id)).toContain(`https://${NAME}/users`);
    }
    template.hasOutput('*', { Value: `https://${NAME}/users` });
  });

  test('closes the address that API Gateway gives, which is a second origin, unless told otherwise', () => {
    for (const { options, disabled } of [
      { options: {}, disabled: true },
      { options: { endpoint: true }, disabled: Match.absent() },
    ]) {
      withDomain(options).template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
        DisableExecuteApiEndpoint: disabled,
      });
    }
  });

  test('gets records for IPv4 and IPv6 in its hosted zone, and none without one', () => {
    const { template } = withDomain({ hostedZone: true });
    for (const Type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', {
        HostedZoneId: { Ref: 'Zone' },
        Name: NAME,
        Type,
        AliasTarget: {
          DNSName: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalDomainName'] },
          HostedZoneId: { 'Fn::GetAtt': [Match.anyValue(), 'RegionalHostedZoneId'] },
        },
      });
    }
    withDomain().template.resourceCountIs('AWS::Route53::RecordSet', 0);
  });

  test('takes zones and certificates that are defined here or elsewhere, of either level', () => {
    const stack = newStack();
    const pairs = [
      {
        certificate: Certificate.fromCertificateArn(stack, 'L2', 'arn:certificate'),
        hostedZone: HostedZone.fromHostedZoneId(stack, 'L2Zone', 'Z1'),
      },
      {
        certificate: new CfnCertificate(stack, 'L1', { domainName: NAME }),
        hostedZone: new CfnHostedZone(stack, 'L1Zone', { name: 'example.com' }),
      },
    ];
    for (const [index, pair] of pairs.entries()) {
      const domain = UsersDomain.custom({ domainName: `${index}.example.com`, ...pair });
      new UsersApi(stack, `Users${index}`, { domain });
    }
    Template.fromStack(stack).resourceCountIs('AWS::Route53::RecordSet', 4);
  });

  test('tells where its name has to lead, if there is no zone to say so', () => {
    const { template, users, stack } = withDomain();
    const target = stack.resolve(users.domainName?.regionalDomainName);
    expect(target).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^UsersDomainName/), 'RegionalDomainName'],
    });
    template.hasOutput('*', { Value: target });
    expect(synthesize().users.domainName).toBeUndefined();
  });

  const zoneIn = (stack: Stack) =>
    HostedZone.fromHostedZoneAttributes(stack, 'Zone1', {
      hostedZoneId: 'Z1',
      zoneName: 'example.com',
    });

  const addRouteWithJwt = (users: UsersApi) =>
    users.addRoutes({
      path: '/orders',
      integration: new HttpUrlIntegration('Orders', 'https://example.com'),
      authorizer: users.jwtAuthorizer(),
    });

  const withJwtAuthorizer = (options: CustomDomainOptions, stack: Stack) => {
    addRouteWithJwt(new UsersApi(stack, 'Users', { domain: UsersDomain.custom(options) }));
    return Template.fromStack(stack);
  };

  test('and its records are there before API Gateway reads the discovery document there', () => {
    const stack = newStack();
    const template = withJwtAuthorizer(customDomain(stack), stack);
    const [authorizer] = Object.values(template.findResources('AWS::ApiGatewayV2::Authorizer'));
    const before = (id: string) => expect.stringMatching(new RegExp(`^UsersDomain${id}`));
    expect(authorizer?.DependsOn).toEqual(
      expect.arrayContaining([before('Mapping'), before('A[0-9A-F]{8}'), before('AAAA')]),
    );
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('WithoutDns'));
  });

  test('is warned of where API Gateway would read the discovery document and no record leads to it', () => {
    const stack = newStack();
    const { hostedZone: _, ...domain } = customDomain(stack);
    withJwtAuthorizer(domain, stack);
    Annotations.fromStack(stack).hasWarning(
      '/Test/Users',
      'domain: got one without hostedZone, expected https://auth.example.com/users to lead to the API when AWS reads the discovery document there, as it does to make an authorizer or an identity source; deploy the domain first, set the DNS, then add what reads it, or give UsersDomain.custom the hostedZone [ack: cdk-users-api:domainWithoutDns]',
    );
  });

  test('is warned of where what is in front of the API is made after it', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users', {
      domain: UsersDomain.at('https://www.example.com/users'),
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('WithoutDns'));
    addRouteWithJwt(users);
    Annotations.fromStack(stack).hasWarning(
      '/Test/Users',
      'domain: got UsersDomain.at("https://www.example.com/users"), expected https://www.example.com/users to lead to the API when AWS reads the discovery document there, as it does to make an authorizer or an identity source; what is in front of the API needs the API first, so deploy both, then add what reads it, and acknowledge this [ack: cdk-users-api:domainWithoutDns]',
    );
  });

  test.each([
    ['without a record', undefined, 'in'],
    ['with a record of another name', 'api', 'in'],
    ['with a record of its name', 'auth', 'out'],
    ['with a wildcard record', '*', 'out'],
  ])('of a given API is warned of %s', (_, recordName, warned) => {
    const stack = newStack();
    const { certificate, zone } = { ...customDomain(stack), zone: zoneIn(stack) };
    const domainName = new DomainName(stack, 'Name', { domainName: NAME, certificate });
    const httpApi = new HttpApi(stack, 'Mine', { defaultDomainMapping: { domainName } });
    addRouteWithJwt(new UsersApi(stack, 'Users', { httpApi }));
    if (recordName !== undefined) {
      new CnameRecord(stack, 'Record', { zone, recordName, domainName: 'target.example.com' });
    }
    const found = Annotations.fromStack(stack).findWarning(
      '/Test/Users',
      Match.stringLikeRegexp(`got the domain "${NAME}" of Test/Mine without a record.*WithoutDns`),
    );
    expect(found).toHaveLength(warned === 'in' ? 1 : 0);
    const [authorizer] = Object.values(
      Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Authorizer'),
    );
    const waits = JSON.stringify(authorizer?.DependsOn).includes('"Record');
    expect(waits).toBe(warned === 'out');
  });

  test('is an origin of the API, whose pages make changes by cookie', () => {
    const { template } = withDomain();
    const { ALLOWED_ORIGINS } = functionOf(template, 'UsersUpdateMe').Environment.Variables;
    expect(JSON.parse(ALLOWED_ORIGINS)).toEqual(['https://app.example.com', `https://${NAME}`]);
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', {
      CorsConfiguration: { AllowOrigins: ['https://app.example.com'] },
    });
  });
});

describe('a domain that an API shares with others', () => {
  test('is mapped to the stage of the API, and its path is in the URL', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users');
    const domainName = new DomainName(stack, 'Shared', {
      domainName: 'api.example.com',
      certificate: customDomain(stack).certificate,
    });
    new ApiMapping(stack, 'Mapping', {
      api: users.httpApi,
      stage: users.stage,
      domainName,
      apiMappingKey: 'auth',
    });
    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
      Stage: '$default',
      ApiMappingKey: 'auth',
    });
    expect(stack.resolve(users.url)).toEqual({
      'Fn::Join': ['', ['https://', { Ref: expect.stringMatching(/^Shared/) }, '/auth/users']],
    });
  });
});

describe('the stage and the API', () => {
  test('are those that the construct makes, typed as what they are', () => {
    const { users } = synthesize();
    expect(users.stage.stageName).toBe('$default');
    expect(users.ownHttpApi).toBe(users.httpApi);
  });

  test('are the default stage of a given API, or an error that says what is missing', () => {
    const stack = newStack();
    const httpApi = new HttpApi(stack, 'Mine');
    const users = new UsersApi(stack, 'Users', { httpApi });
    expect(users.stage).toBe(httpApi.defaultStage);
    const owner = new UsersApi(stack, 'Customers');
    const guest = new UsersApi(stack, 'Staff', { httpApi: owner.httpApi, basePath: '/staff' });
    expect(guest.stage).toBe(owner.stage);
    expect(() => users.ownHttpApi).toThrow(
      'Test/Users: ownHttpApi: got Test/Users, which was given its httpApi, expected a UsersApi that makes its own; use the API that you gave it',
    );
    const imported = HttpApi.fromHttpApiAttributes(stack, 'Import', { httpApiId: 'abc' });
    const other = new UsersApi(stack, 'Other', { httpApi: imported });
    expect(() => other.stage).toThrow(
      'Test/Other: stage: got Test/Import, which has no default stage that is known here, expected an HttpApi with its default stage',
    );
  });
});
