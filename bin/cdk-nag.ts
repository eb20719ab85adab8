/**
 * What cdk-nag asks for and the example's subscribers do without, as they print a line and do no
 * work that could be lost.
 */
import { Validations } from 'aws-cdk-lib';
import type { Rule } from 'aws-cdk-lib/aws-events';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';

const NO_DEAD_LETTERS =
  'It prints a line, which may be lost; a subscriber whose work may not be has a queue for what ' +
  'fails. But not for forgotten passwords: their events carry a token, which must rest nowhere.';

export function acknowledgeRule(rule: Rule): void {
  Validations.of(rule).acknowledge({ id: 'Serverless-EventBusDLQ', reason: NO_DEAD_LETTERS });
}

export function acknowledgeFunction(handler: IFunction, role: IRole, logGroup: ILogGroup): void {
  Validations.of(handler).acknowledge(
    { id: 'Serverless-LambdaDLQ', reason: NO_DEAD_LETTERS },
    { id: 'NIST.800.53.R5-LambdaDLQ', reason: NO_DEAD_LETTERS },
    { id: 'Serverless-LambdaTracing', reason: 'It calls nothing that could be traced.' },
    {
      id: 'NIST.800.53.R5-LambdaConcurrency',
      reason:
        'A reservation takes from all other functions of the account, and events come no faster ' +
        'than the throttle of the API lets users cause them.',
    },
    {
      id: 'NIST.800.53.R5-LambdaInsideVPC',
      reason: 'It connects to nothing and nothing can connect to it.',
    },
  );
  Validations.of(role).acknowledge({
    id: 'NIST.800.53.R5-IAMNoInlinePolicy',
    reason: "The policy is this one role's: it may write to its own log.",
  });
  Validations.of(logGroup).acknowledge({
    id: 'NIST.800.53.R5-CloudWatchLogGroupEncrypted',
    reason:
      'CloudWatch Logs encrypts every log group with keys of its own. The tokens that the example ' +
      'prints, as a real subscriber would not, are void after an hour.',
  });
}
