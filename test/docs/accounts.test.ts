import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { stacks } from '../../scripts/stacks/stacks.ts';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
}

const PAGE = readFileSync(path.join(import.meta.dirname, '../../docs/accounts.md'), 'utf8');

describe('the policy for the role that deploys', () => {
  const [, json = ''] = /^```json\n(.*?)^```$/ms.exec(PAGE) ?? [];
  const statements: readonly Statement[] = JSON.parse(json).Statement;
  const actions = statements.flatMap(({ Action: action }) => action);

  test('has the calls of each service that a stack has resources of', () => {
    // As IAM has them, where CloudFormation says it otherwise. A custom resource is a call of a function.
    const names: Readonly<Record<string, string>> = {
      ApiGatewayV2: 'apigateway',
      Custom: 'lambda',
    };
    const services = stacks().default.types.map((type) => {
      const [service = ''] = type.replace(/^AWS::/, '').split('::');
      return names[service] ?? service.toLowerCase();
    });
    const allowed = new Set(actions.map((action) => action.split(':')[0]));
    expect(services.filter((service) => !allowed.has(service))).toEqual([]);
  });

  test('makes roles only within the boundary, and hands them over only to who needs them', () => {
    expect(
      statements.find(({ Action: action }) => action.includes('iam:CreateRole')),
    ).toMatchObject({
      Resource: expect.stringMatching(/:role\/MyApp-\*$/),
      Condition: { StringEquals: { 'iam:PermissionsBoundary': expect.any(String) } },
    });
    expect(statements.find(({ Action: action }) => action === 'iam:PassRole')).toMatchObject({
      Resource: expect.stringMatching(/:role\/MyApp-\*$/),
      Condition: {
        StringEquals: {
          'iam:PassedToService': ['lambda.amazonaws.com', 'apigateway.amazonaws.com'],
        },
      },
    });
    expect(actions.filter((action) => action === '*' || action === 'iam:*')).toEqual([]);
  });
});
