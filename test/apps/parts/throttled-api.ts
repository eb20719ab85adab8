import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from '../../../lib/private/acknowledge';

/** An API to give to a `UsersApi`, with all that makes one of its own safe. */
export function throttledApi(scope: Construct): HttpApi {
  const httpApi = new HttpApi(scope, 'HttpApi', { createDefaultStage: false });
  const logGroup = new LogGroup(scope, 'AccessLogs', { retention: RetentionDays.ONE_YEAR });
  acknowledge(logGroup, {
    'NIST.800.53.R5-CloudWatchLogGroupEncrypted': 'It holds ids of requests and statuses.',
  });
  new HttpStage(scope, 'Stage', {
    httpApi,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: 50, burstLimit: 100 },
    accessLogSettings: {
      destination: new LogGroupLogDestination(logGroup),
      format: AccessLogFormat.custom(
        '{"requestId":"$context.requestId","status":"$context.status"}',
      ),
    },
  });
  return httpApi;
}
