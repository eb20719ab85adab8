import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { UsersApiExample } from '../../bin/app';
import { AuthBackend, JwtAlgorithm, OAuthClient, type UsersApiProps } from '../../lib';
import { functionOf, newStack, rolesOf, synthesize } from './support';
import { longestIn, type TemplateJson } from './worst-case';

const count = (template: Template) => Object.keys(template.toJSON().Resources).length;
const countOf = (props: UsersApiProps) => count(synthesize(props).template);

/** A stack with this many OAuth clients, each with all that it can be given. */
function withClients(clients: number, props: UsersApiProps = {}): Template {
  const stack = newStack();
  const oauthClients = Array.from({ length: clients }, (_, number) => {
    const name = `client-of-the-longest-name-${String(number).padStart(5, '0')}`;
    return OAuthClient.oidc({
      name,
      issuer: `https://login.${name}.example.com/tenants/11112222-3333-4444-5555-666677778888/v2.0`,
      clientId: `11112222-3333-4444-5555-666677778888.${name}`,
      clientSecret: Secret.fromSecretNameV2(stack, name, name),
      redirectUri: `https://app.example.com/signed-in/${name}`,
      associateRedirectUri: `https://app.example.com/associated/${name}`,
    });
  });
  return synthesize({ ...props, oauthClients }, stack).template;
}

test('the example has at most 140 resources, 17 for the keys of its access tokens, and 5 for the route of lockouts', () => {
  // Two secrets in place of one; the function that makes and rotates the keys, with what calls it; and the two
  // routes by which others verify tokens. HS256 has none of it: see `JwtAlgorithm.HS256` for what it gives away.
  expect(count(Template.fromStack(new UsersApiExample(new App(), 'Example')))).toBe(138 + 17 + 5);
  const algorithm = JwtAlgorithm.HS256;
  const keys = [{}, { algorithm }].map((options) =>
    countOf({ authBackends: [AuthBackend.jwt(options), AuthBackend.cookie(options)] }),
  );
  expect(Number(keys[0]) - Number(keys[1])).toBe(17);
});

test('an OAuth client has eight resources', () => {
  const [none, one, two] = [0, 1, 2].map((clients) => count(withClients(clients)));
  expect({ second: Number(two) - Number(one), first: Number(one) - Number(none) }).toEqual({
    second: 8,
    // What begins, one function a flow, what lists and removes accounts, and the secret of attempts serve the
    // others as well.
    first: 41,
  });
});

describe('a stack with 30 OAuth clients and three backends, with all that these can have,', () => {
  const template = withClients(30, {
    authBackends: [
      AuthBackend.jwt({ algorithm: JwtAlgorithm.RS256, refresh: {} }),
      AuthBackend.cookie({ refresh: {} }),
      AuthBackend.session(),
    ],
    loginEvents: true,
    allowedOrigins: ['https://app.example.com', 'https://admin.example.com'],
  });

  const json = template.toJSON() as TemplateJson;

  test('is one that CloudFormation takes', () => {
    expect(count(template)).toBeLessThanOrEqual(500);
  });

  const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
  const sizes = functions.map(([id, { Properties }]) => ({
    id,
    bytes: Buffer.byteLength(JSON.stringify(longestIn(json, Properties.Environment.Variables))),
  }));

  test('has functions whose variables Lambda takes, with the longest names there can be', () => {
    expect(sizes).toHaveLength(functions.length);
    expect(sizes.filter(({ bytes }) => bytes > 4096)).toEqual([]);
    expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeGreaterThan(1000);
  });

  test('has policies that IAM takes, with the longest names there can be', () => {
    const documents = rolesOf(template).map(({ role, statements }) => ({
      role,
      characters: JSON.stringify(longestIn(json, { Statement: statements })).length,
    }));
    expect(documents.filter(({ characters }) => characters > 10_240)).toEqual([]);
    expect(documents.filter(({ role }) => /GatewayRole/.test(role))).toHaveLength(2);
  });

  test('has the settings of its clients beside the bundle, and not in a variable', () => {
    expect(functionOf(template, 'UsersOauthAuthorize').Environment.Variables).toMatchObject({
      OAUTH_CLIENTS: '[]',
    });
  });
});

test('the README says how many resources a UsersApi with two backends is', () => {
  const readme = readFileSync(path.join(__dirname, '../../README.md'), 'utf8');
  const [, said] = /with two backends is (\d+) resources of the 500/.exec(readme) ?? [];
  const authBackends = [AuthBackend.jwt(), AuthBackend.cookie()];
  expect(Number(said)).toBe(countOf({ authBackends }));
});

test('docs/deploy.md says how many resources and roles there are', () => {
  const guide = readFileSync(path.join(__dirname, '../../docs/deploy.md'), 'utf8');
  const said = (pattern: RegExp) => pattern.exec(guide)?.slice(1).map(Number);
  const backends = [AuthBackend.jwt(), AuthBackend.cookie()];
  const two = countOf({ authBackends: backends });
  const withSessions = countOf({ authBackends: [...backends, AuthBackend.session()] });
  const clients = [0, 1, 2].map((number) => count(withClients(number)));
  expect(
    said(
      /(\d+) for a `UsersApi` with two backends; (\d+) more for each further route; (\d+) with OAuth clients, and (\d+) for each/,
    ),
  ).toEqual([
    two,
    // Login, another proof, logout and the four routes of sessions that can be listed.
    (withSessions - two) / 7,
    2 * Number(clients[1]) - Number(clients[0]) - Number(clients[2]),
    Number(clients[2]) - Number(clients[1]),
  ]);
  expect(said(/(\d+) for a `UsersApi`, and one more for each further route/)).toEqual([
    rolesOf(synthesize().template).length,
  ]);
});
