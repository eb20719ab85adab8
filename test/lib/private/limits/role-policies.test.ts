import { describe, expect, test } from '@jest/globals';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { FunctionLayout, OAuthClient, UsersApi } from '../../../../lib';
import { newStack } from '../../support';

/** The template of a stack with this many clients, which one function serves. */
function withClients(count: number): () => Template {
  const stack: Stack = newStack();
  const oauthClients = Array.from({ length: count }, (_, number) =>
    OAuthClient.oidc({
      name: `partner-${number}`,
      issuer: 'https://login.example.com',
      clientId: 'id',
      clientSecret: new Secret(stack, `ClientSecret${number}`),
    }),
  );
  new UsersApi(stack, 'Users', { functionLayout: FunctionLayout.grouped(), oauthClients });
  return () => Template.fromStack(stack);
}

describe('the policies in the role of a function', () => {
  test('have room for fifteen OAuth clients in one group', () => {
    expect(withClients(15)).not.toThrow();
  });

  test('are refused with forty', () => {
    expect(withClients(40)).toThrow(
      /functions: got about \d{5} characters of policies in Test\/Users\/Default\/Providers\/Role, expected at most 10240, as IAM takes no more in a role; name fewer oauthClients/,
    );
  });
});
