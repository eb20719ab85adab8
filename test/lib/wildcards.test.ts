import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { UsersApiExample } from '../../bin/app';
import { flat } from '../../lib/private/acknowledge';
import { AllProps } from '../apps/all-props';
import { AllFactors } from '../apps/parts/all-factors';
import { allowed } from './statements';
import { listed, rolesOf } from './support';

/** The wildcards that are left, each with the reason why nothing narrower works. */
const EXPLAINED = [
  {
    why: "a table's stream gets a new name whenever it is switched on, and ListStreams is on all",
    pattern: /^\w+RelayRole\w+ allows dynamodb:ListStreams on <\w*Table\w{8}\.Arn>\/stream\/\*$/,
  },
  {
    why: 'Lambda names the objects that it keeps given-up records in',
    pattern: /^\w+RelayRole\w+ allows s3:PutObject on <\w+RelayFailures\w{8}\.Arn>\/\*$/,
  },
  {
    why: "functions that are traced make X-Ray's calls, which are on all resources or none",
    pattern: /^Given\w+Role\w+ allows xray:(PutTraceSegments|PutTelemetryRecords) on \*$/,
  },
  {
    why: "in a key's own policy the resource is that key; CDK gives its account and the table the say",
    pattern: /^Key\w{8} allows kms:[A-Za-z]*\*? on \*$/,
  },
];

/** What is allowed by a wildcard, or by naming what is not allowed; sorted. */
function wildcards(template: Template): string[] {
  return allowed(template).flatMap(({ resource, statement }) => {
    const { Action = '(no Action)', Resource = '(no Resource)' } = statement;
    const negated = ['NotAction', 'NotResource', 'NotPrincipal'].filter((key) => key in statement);
    const pairs = listed(Action).flatMap((action) =>
      listed(Resource).map((arn) => `${resource} allows ${action} on ${flat(arn)}`),
    );
    return [
      ...pairs.filter((pair) => /[*?]/.test(pair)),
      ...negated.map((key) => `${resource} has ${key}`),
    ];
  });
}

const example = Template.fromStack(new UsersApiExample(new App(), 'Example'));
const own = Template.fromStack(new AllProps(new App(), 'Own'));
const given = Template.fromStack(new AllProps(new App(), 'Given'));
const factors = Template.fromStack(new AllFactors(new App(), 'Given'));

describe.each([
  ['the example', example],
  ['the stack with all props that makes its resources', own],
  ['the stack with all props that is given them', given],
  ['the stack with all factors', factors],
])('in %s', (_, template) => {
  test('no statement has a wildcard that is not explained', () => {
    const unexplained = wildcards(template).filter(
      (each) => !EXPLAINED.some(({ pattern }) => pattern.test(each)),
    );
    expect(unexplained).toEqual([]);
  });

  test('no role has a managed policy', () => {
    expect(rolesOf(template).filter(({ managed }) => managed !== undefined)).toEqual([]);
  });
});

test('every explanation is of a wildcard that exists', () => {
  const found = [given, own].flatMap(wildcards);
  for (const { pattern } of EXPLAINED) expect(found).toContainEqual(expect.stringMatching(pattern));
});

test.each([
  [
    { actions: ['s3:Get*'], resources: ['arn:aws:s3:::bucket'] },
    'allows s3:Get* on arn:aws:s3:::bucket',
  ],
  [{ actions: ['s3:GetObject'], resources: ['*'] }, 'allows s3:GetObject on *'],
  [{ actions: ['a:B'], resources: ['c', 'd-??????'] }, 'allows a:B on d-??????'],
  [{ notActions: ['s3:GetObject'], resources: ['arn'] }, 'has NotAction'],
  [{ actions: ['s3:GetObject'], notResources: ['arn'] }, 'has NotResource'],
])('the statement %j would be found', (statement, found) => {
  const stack = new Stack(new App(), 'Test');
  new ManagedPolicy(stack, 'Policy', { statements: [new PolicyStatement(statement)] });
  expect(wildcards(Template.fromStack(stack))).toEqual([
    expect.stringMatching(new RegExp(` ${found.replace(/[?*.]/g, '\\$&')}$`)),
  ]);
});
