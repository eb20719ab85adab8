import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ApiDocumentation,
  AuthBackend,
  RouteLayout,
  UsersApi,
  type UsersApiProps,
} from '../../../lib';
import { newStack, rolesOf, synthesize } from '../support';

const countOf = (template: Template) => Object.keys(template.toJSON().Resources).length;

function routesOf(template: Template): readonly string[] {
  return Object.values(template.findResources('AWS::ApiGatewayV2::Route'))
    .map(({ Properties }) => String(Properties.RouteKey))
    .filter((key) => /openapi|docs/.test(key));
}

const withDocumentation = (apiDocumentation?: ApiDocumentation, props: UsersApiProps = {}) =>
  synthesize({ ...props, apiDocumentation }, newStack());

describe('the documentation that an API serves', () => {
  const none = withDocumentation();

  test.each([
    ['nothing by default', undefined, [], 0],
    ['nothing if that is said', ApiDocumentation.none(), [], 0],
    ['the document', ApiDocumentation.document(), ['GET /users/openapi.json'], 5],
    [
      'the document and a page',
      ApiDocumentation.pages(),
      ['GET /users/openapi.json', 'GET /users/docs'],
      10,
    ],
  ] as const)('is %s', (_, apiDocumentation, routes, more) => {
    const { template } = withDocumentation(apiDocumentation);
    expect({
      routes: routesOf(template),
      more: countOf(template) - countOf(none.template),
    }).toEqual({
      routes,
      more,
    });
  });

  test('is with the layout of FastAPI Users where docs/openapi.md says', () => {
    const { template } = withDocumentation(ApiDocumentation.pages(), {
      routeLayout: RouteLayout.fastApiUsers(),
    });
    const page = readFileSync(path.join(__dirname, '../../../docs/openapi.md'), 'utf8');
    const [said = ''] = page.match(/^- With `RouteLayout\.fastApiUsers\(\)`.*$/m) ?? [];
    const paths = [...said.matchAll(/`(\/[^`]*)`/g)].map(([, at]) => `GET ${at}`);
    expect(paths).toEqual(routesOf(template));
  });

  test('says of the page that it may come compressed, and by which header', () => {
    const { openApi } = withDocumentation(ApiDocumentation.pages()).users;
    const { headers } = openApi.paths['/users/docs'].get.responses['200'];
    expect({
      encoding: headers['Content-Encoding'].required,
      vary: headers.Vary.required,
    }).toEqual({ encoding: undefined, vary: true });
  });

  test('is all of it in a run on this machine, whatever the prop says', () => {
    const app = new App({ treeMetadata: false, context: { 'cdk-users-api-local': true } });
    const stack = new Stack(app, 'Test');
    new UsersApi(stack, 'Users', { apiDocumentation: ApiDocumentation.none() });
    expect(routesOf(Template.fromStack(stack))).toHaveLength(2);
  });

  test('comes from functions that may do nothing but log', () => {
    const { template } = withDocumentation(ApiDocumentation.pages());
    const roles = rolesOf(template).filter(({ role }) => /OpenApi|Docs/.test(role));
    expect(roles).toHaveLength(2);
    const actions = roles.flatMap(({ statements }) => statements.flatMap(({ Action }) => Action));
    expect(new Set(actions)).toEqual(new Set(['logs:CreateLogStream', 'logs:PutLogEvents']));
  });

  test('is the document that the construct gives, with gaps for what only the deployment knows', () => {
    const app = new App({ treeMetadata: false });
    const stack = new Stack(app, 'Test');
    const cookieName = new CfnParameter(stack, 'CookieName').valueAsString;
    new UsersApi(stack, 'Users', {
      authBackends: [AuthBackend.cookie({ cookieName, secret: undefined })],
      apiDocumentation: ApiDocumentation.document(),
    });
    const { directory, stacks } = app.synth();
    const functions: [string, { Properties: { Environment: { Variables: object } } }][] =
      Object.entries(stacks[0]?.template.Resources);
    const [, served] = functions.find(([id]) => /OpenApi[0-9A-F]{8}$/.test(id)) ?? [];
    expect(JSON.stringify(served?.Properties.Environment.Variables)).toContain(
      '"Ref":"CookieName"',
    );
    expect(directory).toBeDefined();
  });

  test('has a page of files that the package brings, without a script of its own', () => {
    const pages = path.join(__dirname, '../../../lambda/handlers/documentation/page');
    const html = readFileSync(path.join(pages, 'index.html'), 'utf8');
    expect(html.match(/<script(?! src="docs\?file=)/)).toBeNull();
    expect(html).not.toMatch(/\s(style|on\w+)="|https?:/);
  });
});
