import { describe, expect, test } from '@jest/globals';
import { Duration, Lazy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type HttpApi, HttpMethod, type IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Mfa, UsersApi } from '../../../../lib';
import { functionOf, newStack } from '../../support';

function addRoute(httpApi: HttpApi, path: string, authorizer: IHttpRouteAuthorizer): void {
  const integration = new HttpUrlIntegration('Integration', 'https://example.com');
  httpApi.addRoutes({ path, methods: [HttpMethod.GET], integration, authorizer });
}

describe('an authorizer', () => {
  test('asks for a second factor and for a recent login, each set of them by a function of its own', () => {
    const stack = newStack();
    const users = new UsersApi(stack, 'Users', { mfa: Mfa.totp() });
    const maxAge = Duration.minutes(10);
    const all = [{ mfa: true, maxAge }, { mfa: false }, { maxAge }];
    for (const [index, options] of all.entries()) {
      addRoute(users.httpApi as HttpApi, `/own/${index}`, users.authorizer(options));
    }
    const template = Template.fromStack(stack);
    const asked = (id: string) =>
      JSON.parse(functionOf(template, id).Environment.Variables.REQUIREMENTS as string);
    const none = { verified: false, superuser: false, optional: false };
    expect({
      both: asked('UsersAuthorizerMfaWithin600'),
      neither: asked('UsersAuthorizerAnyFactor'),
      recent: asked('UsersAuthorizerWithin600'),
    }).toEqual({
      both: { ...none, mfa: true, maxAge: 600 },
      neither: { ...none, mfa: false },
      recent: { ...none, maxAge: 600 },
    });
  });

  test('is refused where nobody could pass, and with an age that is no use', () => {
    const users = new UsersApi(newStack(), 'Users');
    expect(() => users.authorizer({ mfa: true })).toThrow(
      'mfa: got true for an API without second factors, expected an API whose users can have one',
    );
    for (const maxAge of [Duration.seconds(59), Duration.days(2), Duration.millis(60_500)]) {
      expect(() => users.authorizer({ maxAge })).toThrow(/maxAge: got .* expected whole seconds/);
    }
    const unknown = Duration.seconds(Lazy.number({ produce: () => 600 }));
    expect(() => users.authorizer({ maxAge: unknown })).toThrow(/known at synth/);
  });
});
