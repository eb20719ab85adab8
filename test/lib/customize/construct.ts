import { expect } from '@jest/globals';
import {
  Annotations,
  App,
  Aspects,
  type CfnResource,
  type IAspect,
  type InjectionContext,
  type IPropertyInjector,
  Mixins,
  NestedStack,
  PropertyInjectors,
  Stack,
  Stage,
  Tags,
} from 'aws-cdk-lib';
import { Match, Annotations as Messages, Template } from 'aws-cdk-lib/assertions';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type LogGroupProps, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct, IConstruct, IMixin } from 'constructs';
import { AuthBackend, UsersApi, type UsersApiProps } from '../../../lib';
import { newStack } from '../support';
import { type Cases, only, propertiesOf, usersApi } from './cases';

const FUNCTION = 'AWS::Lambda::Function';

class NodeOptions implements IAspect, IMixin {
  public supports(construct: IConstruct): construct is CfnFunction {
    return construct instanceof CfnFunction;
  }

  public applyTo(construct: IConstruct): void {
    if (!this.supports(construct)) return;
    construct.addPropertyOverride('Environment.Variables.NODE_OPTIONS', '--enable-source-maps');
  }

  public visit(construct: IConstruct): void {
    this.applyTo(construct);
  }
}

function nodeOptionsOf(stack: Stack): Set<unknown> {
  const functions = Object.values(propertiesOf(stack, FUNCTION));
  return new Set(functions.map(({ Environment }) => Environment.Variables.NODE_OPTIONS));
}

/** Defaults of an organisation for all constructs of a class. */
class Defaults<Props> implements IPropertyInjector {
  public readonly constructUniqueId: string;
  private readonly defaults: Props;

  constructor(constructUniqueId: string, defaults: Props) {
    this.constructUniqueId = constructUniqueId;
    this.defaults = defaults;
  }

  public inject(props: Props, _: InjectionContext): Props {
    return { ...this.defaults, ...props };
  }
}

export const CONSTRUCT: Cases = {
  'every resource of a type, at once': () => {
    const { stack, users } = usersApi();
    Mixins.of(users).apply(new NodeOptions());
    expect(nodeOptionsOf(stack)).toEqual(new Set(['--enable-source-maps']));
  },

  'the same, as a method': () => {
    const { stack, users } = usersApi();
    users.with(new NodeOptions());
    expect(nodeOptionsOf(stack)).toEqual(new Set(['--enable-source-maps']));
  },

  'every resource of a type, those to come as well': () => {
    const { stack, users } = usersApi();
    Aspects.of(users).add(new NodeOptions());
    const before = Object.keys(users.functions).length;
    // An authorizer has its function as soon as a route has it.
    users.addRoutes({
      path: '/orders',
      integration: new HttpUrlIntegration('Orders', 'https://orders.example.com'),
    });
    expect(Object.keys(users.functions).length).toBeGreaterThan(before);
    expect(nodeOptionsOf(stack)).toEqual(new Set(['--enable-source-maps']));
  },

  'defaults for every users API': () => {
    const stack = newStack();
    const defaults: UsersApiProps = { requireVerification: true };
    PropertyInjectors.of(stack).add(new Defaults(UsersApi.PROPERTY_INJECTION_ID, defaults));
    const { functions } = new UsersApi(stack, 'Users', { authBackends: [AuthBackend.jwt()] });
    expect(functions['login-jwt']).toBeDefined();
    expect(only(stack, FUNCTION, 'UsersLoginJwt').Environment.Variables.REQUIRE_VERIFICATION).toBe(
      'true',
    );
  },

  'defaults for every construct of a class': () => {
    const stack = newStack();
    const defaults: LogGroupProps = { logGroupName: undefined, retention: RetentionDays.ONE_DAY };
    PropertyInjectors.of(stack).add({
      constructUniqueId: LogGroup.PROPERTY_INJECTION_ID,
      inject: (props: LogGroupProps) => ({ ...props, ...defaults }),
    });
    new UsersApi(stack, 'Users');
    const logGroups = Object.values(propertiesOf(stack, 'AWS::Logs::LogGroup'));
    expect(new Set(logGroups.map(({ RetentionInDays }) => RetentionInDays))).toEqual(new Set([1]));
  },

  'a class of your own': () => {
    class StaffApi extends UsersApi {
      constructor(scope: Construct, id: string, props?: UsersApiProps) {
        super(scope, id, { basePath: '/staff', loginEvents: true, ...props });
      }
    }
    const stack = newStack();
    const users = new StaffApi(stack, 'Staff');
    expect(UsersApi.isUsersApi(users)).toBe(true);
    expect(JSON.stringify(stack.resolve(users.url))).toContain('/staff');
  },

  tags: () => {
    const { stack, users } = usersApi();
    Tags.of(users).add('team', 'identity');
    expect(only(stack, 'AWS::DynamoDB::GlobalTable').Replicas[0].Tags).toContainEqual({
      Key: 'team',
      Value: 'identity',
    });
    const functions = Object.values(propertiesOf(stack, FUNCTION));
    for (const { Tags: tags } of functions) {
      expect(tags).toContainEqual({ Key: 'team', Value: 'identity' });
    }
  },

  'a nested stack': () => {
    const parent = newStack();
    const users = new UsersApi(new NestedStack(parent, 'Auth'), 'Users');
    Template.fromStack(parent).resourceCountIs('AWS::CloudFormation::Stack', 1);
    Template.fromStack(Stack.of(users)).resourceCountIs('AWS::DynamoDB::GlobalTable', 1);
    expect(Object.keys(Template.fromStack(parent).toJSON().Resources)).toHaveLength(1);
  },

  'several stages': () => {
    const app = new App();
    for (const name of ['Dev', 'Prod']) {
      new UsersApi(new Stack(new Stage(app, name), 'MyApp'), 'Users');
    }
    const [dev, prod] = app
      .synth()
      .nestedAssemblies.map(({ nestedAssembly }) =>
        Object.keys(nestedAssembly.stacks[0]?.template.Resources),
      );
    expect(dev).toEqual(prod);
  },

  'a pipeline': () => {
    const stack = newStack();
    const pipeline = new CodePipeline(stack, 'Pipeline', {
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.connection('acme/app', 'main', {
          connectionArn: 'arn:aws:codeconnections:eu-central-1:111122223333:connection/0123',
        }),
        commands: ['npm ci', 'npx cdk synth'],
      }),
    });
    const stage = new Stage(stack, 'Prod');
    new UsersApi(new Stack(stage, 'MyApp'), 'Users');
    pipeline.addStage(stage);
    const { Stages } = only(stack, 'AWS::CodePipeline::Pipeline');
    expect(Stages.map(({ Name }: { Name: string }) => Name)).toContain('Prod');
  },

  'no outputs': () => {
    const { stack } = usersApi({ outputs: false });
    expect(Template.fromStack(stack).toJSON().Outputs).toBeUndefined();
  },

  'the logical id of a resource': () => {
    const { stack, users } = usersApi();
    const alarm = users.lateEventsAlarm.node.defaultChild as CfnResource;
    alarm.overrideLogicalId('LateEvents');
    expect(Object.keys(propertiesOf(stack, 'AWS::CloudWatch::Alarm'))).toEqual(['LateEvents']);
  },

  'what is deployed before': () => {
    const { stack, users } = usersApi();
    users.node.addDependency(new Topic(stack, 'First'));
    const [table] = Object.values(
      Template.fromStack(stack).findResources('AWS::DynamoDB::GlobalTable'),
    );
    expect(table?.DependsOn).toEqual([expect.stringMatching(/^First/)]);
  },

  'a warning that is meant': () => {
    const { stack, users } = usersApi({ allowedOrigins: ['http://intranet.example.com'] });
    Annotations.of(users).acknowledgeWarning('cdk-users-api:originWithoutTls', 'It is internal.');
    Messages.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('originWithoutTls'));
  },
};
