import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { UsersApiMetrics } from '../users-api-metrics';

/** Failed logins of five minutes below which their share says nothing. */
const FEW_FAILED_LOGINS = 100;

const PERIOD = Duration.minutes(5);

/** What is said of an alarm; the rest is the same for all. */
type Row = Pick<AlarmProps, 'metric' | 'alarmDescription' | 'threshold'>;

/** The alarms of one users API that it hasn't anyway. */
export class Alarms extends Construct {
  static readonly ID = 'Alarms';
  readonly all: readonly Alarm[];

  constructor(users: Construct & { readonly metrics: UsersApiMetrics }) {
    super(users, Alarms.ID);
    this.all = Object.entries(rows(users.metrics)).map(
      ([id, row]) =>
        new Alarm(this, id, {
          ...row,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          evaluationPeriods: 1,
          treatMissingData: TreatMissingData.NOT_BREACHING,
        }),
    );
  }
}

/** By their construct ids. */
function rows(metrics: UsersApiMetrics): Readonly<Record<string, Row>> {
  return {
    Errors: {
      alarmDescription: 'Functions of a users API failed to do what was asked of them.',
      metric: metrics.errors({ period: PERIOD }),
      threshold: 5,
    },
    ServerErrors: {
      alarmDescription:
        'The HTTP API of a users API answers 5xx: functions fail, time out, are throttled or do not start.',
      metric: metrics.serverErrors({ period: PERIOD }),
      threshold: 5,
    },
    FailedLogins: {
      alarmDescription:
        'More logins fail than succeed at a users API, and many: passwords are guessed, or a front end is broken.',
      metric: new MathExpression({
        label: 'Share of logins that fail',
        expression: `IF(failed > ${FEW_FAILED_LOGINS}, failed / (failed + FILL(logins, 0)), 0)`,
        usingMetrics: {
          failed: metrics.failedLogins({ period: PERIOD }),
          logins: metrics.logins({ period: PERIOD }),
        },
        period: PERIOD,
      }),
      threshold: 0.5,
    },
    UndeliveredEvents: {
      alarmDescription:
        'Events of users could not be published for 23 hours and are in the bucket of undelivered events.',
      metric: metrics.undeliveredEvents({ period: PERIOD }),
      threshold: 0,
    },
  };
}
