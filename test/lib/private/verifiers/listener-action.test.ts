import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ListenerAction,
  ListenerCertificate,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AuthBackend, JwtAlgorithm, UsersApi } from '../../../../lib';
import { newStack } from '../../support';

const ok = ListenerAction.fixedResponse(200);

function setUp() {
  const stack = newStack();
  const users = new UsersApi(stack, 'Users', {
    authBackends: [
      AuthBackend.jwt(),
      AuthBackend.jwt({ name: 'web', algorithm: JwtAlgorithm.ES256 }),
    ],
  });
  const balancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc: new Vpc(stack, 'Vpc') });
  const https = (defaultAction: ListenerAction) =>
    balancer.addListener('Https', {
      port: 443,
      certificates: [
        ListenerCertificate.fromArn('arn:aws:acm:eu-central-1:111122223333:certificate/1'),
      ],
      defaultAction,
    });
  return { stack, users, balancer, https };
}

describe('UsersApi.listenerAction', () => {
  const { stack, users, https } = setUp();
  const verified = {
    Type: 'jwt-validation',
    Order: 1,
    JwtValidationConfig: {
      Issuer: stack.resolve(users.url),
      JwksEndpoint: stack.resolve(`${users.url}/.well-known/jwks.json`),
      AdditionalClaims: [
        { Name: 'aud', Format: 'single-string', Values: ['users-api:access:jwt'] },
      ],
    },
  };
  const next = { Type: 'fixed-response', Order: 2 };

  test('has a load balancer verify tokens, their audience included, before the next action', () => {
    const listener = https(users.listenerAction(ok));
    listener.addAction('Orders', {
      priority: 1,
      conditions: [ListenerCondition.pathPatterns(['/orders/*'])],
      action: users.listenerAction(ok, 'jwt'),
    });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      DefaultActions: [verified, next],
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Actions: [verified, next],
    });
  });

  test('is refused without HTTPS', () => {
    const plain = setUp();
    expect(() =>
      plain.balancer.addListener('Http', {
        port: 80,
        defaultAction: plain.users.listenerAction(ok),
      }),
    ).toThrow(
      'Test/Users: listenerAction: got Test/Balancer/Http, whose protocol is HTTP, expected a listener with HTTPS, the only one that verifies tokens; give the listener a certificate and the port 443',
    );
  });

  test('is refused for a backend with another algorithm', () => {
    expect(() => users.listenerAction(ok, 'web')).toThrow(
      'Test/Users: listenerAction: got "web" for jwt with RS256, web with ES256, expected a backend with RS256',
    );
  });
});
