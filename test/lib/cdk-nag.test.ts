import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, Aspects, CfnParameter, Fn, Stack, Validations } from 'aws-cdk-lib';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnFunction, LambdaInsightsVersion, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { UsersApiExample } from '../../bin/app';
import { UsersApi, type UsersFunctionOptions } from '../../lib';
import { AllProps } from '../apps/all-props';
import { AllFactors } from '../apps/parts/all-factors';
import { tableProps } from '../apps/parts/users-table';
import './support';

const INSIGHTS = LambdaInsightsVersion.fromInsightVersionArn(
  'arn:aws:lambda:eu-central-1:580247275435:layer:LambdaInsightsExtension-Arm64:20',
);

/** A rule and the path of the construct that breaks it, or for which it is acknowledged. */
interface Finding {
  readonly rule: string;
  readonly at: string;
}

const packs = () => [new AwsSolutionsChecks(), new ServerlessChecks(), new NIST80053R5Checks()];

/** Errors and warnings that are not acknowledged; with `deaf` those that are acknowledged, too. */
function findings(app: App, { deaf = false } = {}): Finding[] {
  // What the rules see is what is left after references between stacks are resolved.
  app.synth();
  return packs().flatMap((pack) => {
    if (deaf) Reflect.set(pack, 'isAcknowledged', () => false);
    return pack
      .validateScope(app)
      .violations.flatMap(({ ruleName: rule, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ rule, at: String(constructPath) })),
      );
  });
}

function acknowledgements(app: App): Finding[] {
  return app.node.findAll().flatMap((construct: IConstruct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys(data))
      .map((id) => ({ rule: id.replace(/^Annotation::/, ''), at: construct.node.path })),
  );
}

/** Acknowledgements of rules that nothing breaks (any more). */
function idle(app: App): Finding[] {
  const broken = findings(app, { deaf: true });
  return acknowledgements(app).filter(
    ({ rule, at }) => !broken.some((each) => each.rule === rule && each.at.startsWith(`${at}/`)),
  );
}

const example = new App();
new UsersApiExample(example, 'Example');
const allProps = new App();
for (const id of ['Given', 'Own'] as const) {
  new AllProps(allProps, id);
  new AllFactors(allProps, id);
}

describe.each([
  ['the example', example],
  ['the stacks with all props', allProps],
])('%s', (_, app) => {
  test('breaks no rule without an acknowledgement', () => {
    expect(findings(app)).toEqual([]);
  });

  test('acknowledges no rule that it does not break', () => {
    expect(acknowledgements(app)).not.toEqual([]);
    expect(idle(app)).toEqual([]);
  });
});

describe('functions', () => {
  const vpcIn = (stack: Stack) =>
    Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['eu-central-1a'],
      privateSubnetIds: ['subnet-1'],
    });

  test.each<[string, (stack: Stack) => UsersFunctionOptions]>([
    ['in a VPC', (stack) => ({ vpc: vpcIn(stack) })],
    ['that are traced in a VPC', (stack) => ({ vpc: vpcIn(stack), tracing: Tracing.ACTIVE })],
    ['that Lambda Insights watches', () => ({ insightsVersion: INSIGHTS })],
  ])('%s break no rule without an acknowledgement, and acknowledge no other', (_, optionsIn) => {
    const app = new App();
    const stack = new Stack(app, 'Test', { env: { region: 'eu-central-1' } });
    new UsersApi(stack, 'Users', { functionOptions: optionsIn(stack) });
    expect(findings(app)).toEqual([]);
    expect(idle(app)).toEqual([]);
  });

  test('that an aspect puts into a VPC break no rule without an acknowledgement', () => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    new UsersApi(stack, 'Users');
    Aspects.of(stack).add({
      visit(node) {
        if (!(node instanceof CfnFunction)) return;
        node.vpcConfig = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };
      },
    });
    expect(findings(app)).toEqual([]);
  });
});

test('alarms, a superuser and authorizers that an app asks for break no rule without an acknowledgement', () => {
  const app = new App();
  const stack = new Stack(app, 'Test');
  const users = new UsersApi(stack, 'Users');
  const topicArn = 'arn:aws:sns:eu-central-1:111122223333:operators';
  users.addAlarms(new SnsAction(Topic.fromTopicArn(stack, 'Operators', topicArn)));
  const password = Secret.fromSecretNameV2(stack, 'Password', 'password-of-root');
  users.addSuperuser('Root', { email: 'root@example.com', password });
  const integration = new HttpUrlIntegration('Orders', 'https://orders.example.com');
  users.addRoutes({ path: '/orders', integration });
  expect(findings(app)).toEqual([]);
});

describe('the wildcard for the streams of a table', () => {
  const tableArn = 'arn:aws:dynamodb:eu-central-1:111122223333:table/users';

  test.each([
    ['of the same stack', (stack: Stack) => new TableV2(stack, 'Table', tableProps())],
    ['that is imported by its ARN', (stack: Stack) => imported(stack, tableArn)],
    [
      'whose ARN is a parameter',
      (stack: Stack) => imported(stack, new CfnParameter(stack, 'Arn').valueAsString),
    ],
    [
      'whose ARN is exported elsewhere',
      (stack: Stack) => imported(stack, Fn.importValue('UsersTableArn')),
    ],
  ])('%s is acknowledged', (_, make) => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    new UsersApi(stack, 'Users', { table: make(stack) });
    expect(findings(app)).toEqual([]);
  });

  const imported = (stack: Stack, arn: string) =>
    TableV2.fromTableAttributes(stack, 'Table', {
      tableArn: arn,
      tableStreamArn: `${tableArn}/stream/2026-01-01T00:00:00.000`,
    });
});

test('docs/security.md lists the acknowledged rules and no others', () => {
  const docs = readFileSync(path.join(__dirname, '../../docs/security.md'), 'utf8');
  const listed = docs.match(/(?<=`)(AwsSolutions|Serverless|NIST\.800\.53\.R5)-\w+/g);
  const acknowledged = acknowledgements(example).map(({ rule }) => rule.replace(/\[.+$/, ''));
  expect([...new Set(listed)].sort()).toEqual([...new Set(acknowledged)].sort());
});

describe('the check', () => {
  const bucketIn = (app: App) => new Bucket(new Stack(app, 'Test'), 'Bucket');
  const openBucket = { rule: 'AwsSolutions-S10', at: 'Test/Bucket/Resource' };

  test('reports a bucket that is open to plain HTTP, unless that is acknowledged', () => {
    const app = new App();
    const bucket = bucketIn(app);
    expect(findings(app)).toContainEqual(openBucket);
    Validations.of(bucket).acknowledge({ id: openBucket.rule, reason: 'Because.' });
    expect(findings(app)).not.toContainEqual(openBucket);
    expect(idle(app)).toEqual([]);
  });

  test('reports findings of every pack, warnings among them', () => {
    const rules = findings(example, { deaf: true }).map(({ rule }) => rule);
    expect(rules).toContain('AwsSolutions-APIG4');
    expect(rules).toContain('Serverless-LambdaTracing');
    expect(rules).toContain('NIST.800.53.R5-LambdaInsideVPC');
  });

  test('reports an acknowledgement of a rule that nothing breaks', () => {
    const app = new App();
    Validations.of(bucketIn(app)).acknowledge({ id: 'AwsSolutions-APIG4', reason: 'Because.' });
    expect(idle(app)).toEqual([{ rule: 'AwsSolutions-APIG4', at: 'Test/Bucket' }]);
  });
});
