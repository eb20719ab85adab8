import { statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { App, Aspects, CfnParameter, type CfnResource, Fn, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { LambdaInsightsVersion, Tracing } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  AwsSolutionsChecks,
  type INagLogger,
  type NagLoggerErrorData,
  type NagLoggerNonComplianceData,
  NagSuppressions,
  NIST80053R5Checks,
  ServerlessChecks,
} from 'cdk-nag-2';
import { UsersApiExample } from '../../bin/app';
import { UsersApi, type UsersFunctionOptions } from '../../lib';
import { AllProps } from '../apps/all-props';
import { AllFactors } from '../apps/parts/all-factors';
import { tableProps } from '../apps/parts/users-table';
import './support';

// The packs read a property that CDK has deprecated.
process.env.JSII_DEPRECATED = 'quiet';

const TABLE_ARN = 'arn:aws:dynamodb:eu-central-1:111122223333:table/users';

const TOPIC_ARN = 'arn:aws:sns:eu-central-1:111122223333:operators';

const INSIGHTS = LambdaInsightsVersion.fromInsightVersionArn(
  'arn:aws:lambda:eu-central-1:580247275435:layer:LambdaInsightsExtension-Arm64:20',
);

const vpcIn = (stack: Stack) =>
  Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-central-1a'],
    privateSubnetIds: ['subnet-1'],
  });

/** A rule and the path of the resource that breaks it. */
interface Finding {
  readonly rule: string;
  readonly at: string;
}

/** Errors and warnings that no suppression covers, with those of rules that could not be checked. */
function findings(app: App, scope: App | Stack | Stage = app): Finding[] {
  const found: Finding[] = [];
  const add = (data: NagLoggerNonComplianceData | NagLoggerErrorData) => {
    const finding = 'findingId' in data && data.findingId !== '' ? `[${data.findingId}]` : '';
    found.push({ rule: `${data.ruleId}${finding}`, at: data.resource.node.path });
  };
  const quiet = () => undefined;
  const logger: INagLogger = {
    onCompliance: quiet,
    onNotApplicable: quiet,
    onSuppressed: quiet,
    onSuppressedError: quiet,
    onNonCompliance: add,
    onError: add,
  };
  const props = { reports: false, additionalLoggers: [logger] };
  for (const Pack of [AwsSolutionsChecks, ServerlessChecks, NIST80053R5Checks]) {
    Aspects.of(scope).add(new Pack(props));
  }
  app.synth();
  return found;
}

/** What the construct is to answer for: neither the example's functions nor its rules, which need a queue of the app's. */
function ofTheConstruct(found: Finding[]): Finding[] {
  return found.filter(({ at }) => /^(Stage\/)?Example\/Users\/(?!Rules\/)/.test(at));
}

/** Resources of a template with suppressions in their metadata, and the packs that these are for. */
function suppressed(stack: Stack): { resources: number; packs: string[] } {
  const { Resources } = Template.fromStack(stack).toJSON();
  const metadata = Object.values<{
    Metadata?: { cdk_nag?: { rules_to_suppress: { id: string }[] } };
  }>(Resources).flatMap(({ Metadata }) => Metadata?.cdk_nag ?? []);
  const packs = metadata
    .flatMap(({ rules_to_suppress }) => rules_to_suppress)
    .map(({ id }) => id.replace(/-[^-]+$/, ''));
  return { resources: metadata.length, packs: [...new Set(packs)].sort() };
}

describe('cdk-nag 2', () => {
  test('reports nothing of the construct in the example', () => {
    const app = new App();
    new UsersApiExample(app, 'Example');
    const found = findings(app);
    expect(found).not.toEqual([]);
    expect(ofTheConstruct(found)).toEqual([]);
  });

  test('reports nothing in the stacks with all props', () => {
    const app = new App();
    for (const id of ['Given', 'Own'] as const) {
      new AllProps(app, id);
      new AllFactors(app, id);
    }
    expect(findings(app)).toEqual([]);
    // CloudFormation takes templates of at most 1 MB.
    const sizes = app.synth().stacks.map(({ templateFullPath }) => statSync(templateFullPath).size);
    expect(Math.max(...sizes)).toBeLessThan(1_000_000);
  });

  test('reports nothing of the construct in a stage that has the packs itself', () => {
    const app = new App();
    const stage = new Stage(app, 'Stage');
    new UsersApiExample(stage, 'Example');
    const found = findings(app, stage);
    expect(found).not.toEqual([]);
    expect(ofTheConstruct(found)).toEqual([]);
  });

  test('reports nothing of a table that another stack has', () => {
    const app = new App();
    const table = new TableV2(new Stack(app, 'Data'), 'Table', tableProps());
    const stack = new Stack(app, 'Test');
    new UsersApi(stack, 'Users', { table });
    expect(findings(app, stack)).toEqual([]);
  });

  test.each([
    ['that is imported by its ARN', () => TABLE_ARN],
    [
      'of which the ARN is a parameter',
      (stack: Stack) => new CfnParameter(stack, 'Arn').valueAsString,
    ],
    ['whose ARN is exported elsewhere', () => Fn.importValue('UsersTableArn')],
  ])('reports nothing of a table %s', (_, arnIn) => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    const table = TableV2.fromTableAttributes(stack, 'Table', {
      tableArn: arnIn(stack),
      tableStreamArn: `${TABLE_ARN}/stream/2026-01-01T00:00:00.000`,
    });
    new UsersApi(stack, 'Users', { table });
    expect(findings(app)).toEqual([]);
  });

  test.each<[string, (stack: Stack) => UsersFunctionOptions]>([
    ['in a VPC', (stack) => ({ vpc: vpcIn(stack) })],
    ['that are traced in a VPC', (stack) => ({ vpc: vpcIn(stack), tracing: Tracing.ACTIVE })],
    ['that Lambda Insights watches', () => ({ insightsVersion: INSIGHTS })],
  ])('reports nothing of functions %s', (_, optionsIn) => {
    const app = new App();
    const stack = new Stack(app, 'Test', { env: { region: 'eu-central-1' } });
    new UsersApi(stack, 'Users', { functionOptions: optionsIn(stack) });
    expect(findings(app)).toEqual([]);
  });

  test('reports nothing of alarms and a superuser that the app asks for', () => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    const users = new UsersApi(stack, 'Users');
    users.addAlarms(new SnsAction(Topic.fromTopicArn(stack, 'Operators', TOPIC_ARN)));
    const password = Secret.fromSecretNameV2(stack, 'Password', 'password-of-root');
    users.addSuperuser('Root', { email: 'root@example.com', password });
    expect(findings(app)).toEqual([]);
  });

  test('still reports what the app breaks', () => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    new UsersApi(stack, 'Users');
    new Bucket(stack, 'Bucket');
    expect(findings(app)).toContainEqual({ rule: 'AwsSolutions-S10', at: 'Test/Bucket/Resource' });
  });
});

describe('a template', () => {
  test('has no suppressions without cdk-nag 2', () => {
    const stack = new UsersApiExample(new App(), 'Example');
    expect(suppressed(stack)).toEqual({ resources: 0, packs: [] });
  });

  test('has no suppressions in a stage when cdk-nag 2 is on the app, whose aspects reach no stage', () => {
    const app = new App();
    const stack = new UsersApiExample(new Stage(app, 'Stage'), 'Example');
    expect(findings(app)).toEqual([]);
    expect(suppressed(stack)).toEqual({ resources: 0, packs: [] });
  });

  test('has only the suppressions of the packs that check it', () => {
    const app = new App();
    const stack = new UsersApiExample(app, 'Example');
    Aspects.of(app).add(new AwsSolutionsChecks({ reports: false }));
    expect(suppressed(stack).packs).toEqual(['AwsSolutions']);
  });

  test('keeps the suppressions of the app', () => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    const { undeliveredEvents } = new UsersApi(stack, 'Users');
    const mine = { id: 'AwsSolutions-S10', reason: 'Because it is a test.' };
    NagSuppressions.addResourceSuppressions(undeliveredEvents, [mine]);
    Aspects.of(app).add(new AwsSolutionsChecks({ reports: false }));
    app.synth();
    const { rules_to_suppress } = (undeliveredEvents.node.defaultChild as CfnResource).getMetadata(
      'cdk_nag',
    );
    expect(rules_to_suppress).toContainEqual(mine);
    expect(rules_to_suppress).toContainEqual(expect.objectContaining({ id: 'AwsSolutions-S1' }));
  });
});
