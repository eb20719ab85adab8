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
/** Periods for which something has to last that a restart or a burst brings about too. */
const LASTING = 3;

/** What is said of an alarm; the rest is the same for all, where it says nothing else. */
type Row = Pick<AlarmProps, 'metric' | 'alarmDescription' | 'threshold'> & Partial<AlarmProps>;

/** The alarms of one users API that it hasn't anyway. */
export class Alarms extends Construct {
  static readonly ID = 'Alarms';
  readonly all: readonly Alarm[];

  constructor(users: Construct & { readonly metrics: UsersApiMetrics }) {
    super(users, Alarms.ID);
    this.all = Object.entries(rows(users.metrics)).map(
      ([id, row]) =>
        new Alarm(this, id, {
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          evaluationPeriods: 1,
          treatMissingData: TreatMissingData.NOT_BREACHING,
          ...row,
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
    SetAsideEvents: {
      alarmDescription:
        'An event of users can never be published: its record is in the bucket of undelivered events.',
      metric: metrics.eventsSetAside({ period: PERIOD }),
      threshold: 0,
    },
    UndeliveredObjects: {
      alarmDescription:
        'Events of users lie in the bucket of undelivered events, which deletes them after 90 days.',
      metric: metrics.undeliveredObjects(),
      threshold: 0,
    },
    DroppedEvents: {
      alarmDescription:
        'Events of users are lost: they could neither be published nor be kept in the bucket of undelivered events.',
      metric: metrics.droppedEvents({ period: PERIOD }),
      threshold: 0,
    },
    // The age of events has no data while the relay isn't called, so the alarm on it can't see these two.
    StreamNotRead: {
      alarmDescription:
        "Lambda doesn't read the stream of the users' table, so no event is published: its mapping is disabled, or " +
        'the role of the relay is not what it was.',
      // An idle stream is 0, so only missing data is below.
      metric: metrics.readRecords({ period: PERIOD }),
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 0,
      evaluationPeriods: LASTING,
      treatMissingData: TreatMissingData.BREACHING,
    },
    RelayThrottled: {
      alarmDescription:
        "Every call of the relay is throttled, so no event of users is published: the account's or the function's " +
        'concurrency is used up.',
      metric: new MathExpression({
        label: 'Only throttled calls',
        expression: 'IF(throttles > 0 AND FILL(calls, 0) == 0, 1, 0)',
        usingMetrics: {
          throttles: metrics.functionThrottles('relay', { period: PERIOD }),
          calls: metrics.functionInvocations('relay', { period: PERIOD }),
        },
        period: PERIOD,
      }),
      threshold: 0,
      evaluationPeriods: LASTING,
    },
  };
}
