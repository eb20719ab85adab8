/** Prints what documents say of some stacks, from their templates; run by tsx. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { UsersApiExample } from '../../bin/app.ts';
import { AuthBackend } from '../../lib/auth-backend.ts';
import { EmailLogin } from '../../lib/email-login.ts';
import { FunctionLayout } from '../../lib/function-layout.ts';
import { Mfa } from '../../lib/mfa.ts';
import { Passkeys } from '../../lib/passkeys.ts';
import { UsersApi } from '../../lib/users-api.ts';

export interface Figures {
  readonly secrets: number;
  readonly logGroups: number;
  /** Metrics of its alarms: CloudWatch bills each. */
  readonly alarmMetrics: number;
  /** Metrics of the relay's stream, which Lambda counts if it is asked to. */
  readonly streamMetrics: number;
  readonly functions: number;
  /** Of the resources, such as `AWS::Lambda::Function`. */
  readonly types: readonly string[];
  /** Calls that the roles may make, such as `dynamodb:GetItem`. */
  readonly calls: readonly string[];
  /** MB of the functions, by action. */
  readonly memory: Readonly<Record<string, number>>;
}

export type Stacks = Readonly<
  Record<'default' | 'refresh' | 'grouped' | 'factors' | 'example' | 'alarms', Figures>
>;

/** Lambda counts six for a mapping that is asked for its events. */
const METRICS_OF_MAPPING = 6;

function figuresOf(stack: Stack): Figures {
  const template = Template.fromStack(stack);
  const all = (type: string) =>
    Object.values(template.findResources(type)).map(({ Properties = {} }) => Properties);
  const functions = all('AWS::Lambda::Function');
  return {
    secrets: all('AWS::SecretsManager::Secret').length,
    logGroups: all('AWS::Logs::LogGroup').length,
    alarmMetrics: all('AWS::CloudWatch::Alarm').flatMap(
      ({ Metrics: metrics = [{ MetricStat: true }] }) =>
        metrics.filter((each: { MetricStat?: unknown }) => each.MetricStat !== undefined),
    ).length,
    streamMetrics: all('AWS::Lambda::EventSourceMapping').some(({ MetricsConfig: m }) => m)
      ? METRICS_OF_MAPPING
      : 0,
    functions: functions.length,
    types: distinct(Object.values(template.toJSON().Resources as object).map(({ Type }) => Type)),
    calls: distinct(all('AWS::IAM::Role').flatMap(callsOf)),
    memory: Object.fromEntries(
      functions.map(({ Handler: handler, MemorySize: size }) => [
        String(handler).replace(/\.handler$/, ''),
        size,
      ]),
    ),
  };
}

function callsOf({
  Policies: policies = [],
}: {
  readonly Policies?: readonly InlinePolicy[];
}): string[] {
  return policies
    .flatMap(({ PolicyDocument: { Statement: statements } }) => statements)
    .flatMap(({ Action: action }) => action);
}

interface InlinePolicy {
  readonly PolicyDocument: {
    readonly Statement: readonly { readonly Action: string | string[] }[];
  };
}

const distinct = (texts: readonly string[]) => [...new Set(texts)].toSorted();

const app = new App();
const silent: IAlarmAction = { bind: () => ({ alarmActionArn: 'arn:aws:sns:::operators' }) };

const plain = new Stack(app, 'Default');
new UsersApi(plain, 'Users');
const refreshing = new Stack(app, 'Refresh');
new UsersApi(refreshing, 'Users', { authBackends: [AuthBackend.jwt({ refresh: {} })] });
const grouped = new Stack(app, 'Grouped');
new UsersApi(grouped, 'Users', { functionLayout: FunctionLayout.grouped() });
const proving = new Stack(app, 'Factors');
new UsersApi(proving, 'Users', {
  mfa: Mfa.totp(),
  passkeys: Passkeys.on({
    rpId: 'example.com',
    rpName: 'Example',
    origins: ['https://example.com'],
  }),
  emailLogin: EmailLogin.code(),
});
const watched = new Stack(app, 'Alarms');
const users = new UsersApi(watched, 'Users');
if (users.addAlarms(silent).some((alarm) => !(alarm instanceof Alarm))) throw new Error('no alarm');

const example = new UsersApiExample(app, 'Example');

const stacks: Stacks = {
  default: figuresOf(plain),
  refresh: figuresOf(refreshing),
  grouped: figuresOf(grouped),
  factors: figuresOf(proving),
  example: figuresOf(example),
  alarms: figuresOf(watched),
};
process.stdout.write(JSON.stringify(stacks));
