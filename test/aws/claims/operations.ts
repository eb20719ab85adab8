import type { ClaimGroup } from './claim.ts';

const STREAMS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html';
const ROTATION =
  'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html';

export const OPERATIONS: ClaimGroup = {
  about: 'Events, secrets and deployments',
  claims: [
    {
      id: 'deploys',
      claim:
        'The template deploys in the Region: `nodejs24.x` on arm64, an authorizer without a cache and without sources of identity, routes and integrations made at once.',
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
      hand: 'npx cdk deploy',
      check: 'deployment',
    },
    {
      id: 'undelivered-record',
      claim:
        'A record that can never be published lies in the bucket in the documented form, within minutes, and later events are published.',
      source: STREAMS,
      hand: 'aws s3 ls --recursive s3://$BUCKET/set-aside/',
      check: 'events',
    },
    {
      id: 'given-up-record',
      claim:
        'A record that Lambda gives up lies in the bucket under `aws/lambda/`, in the documented form: an envelope with the records as a text, `payload`.',
      source: STREAMS,
      hand: 'aws s3 ls --recursive s3://$BUCKET/aws/lambda/',
      check: 'events',
    },
    {
      id: 'redrive',
      claim: '`cdk-users-api redrive` delivers what lies there, and removes it.',
      source: STREAMS,
      hand: 'npx cdk-users-api redrive --stack $STACK',
      check: 'events',
    },
    {
      id: 'key-rotation',
      claim:
        'After a rotation of the keys, new tokens have the new key, and tokens of the key before are still accepted.',
      source: ROTATION,
      hand: 'aws secretsmanager rotate-secret --secret-id $KEYS && curl -s $URL/.well-known/jwks.json',
      check: 'rotation',
    },
    {
      id: 'secret-rotation',
      claim:
        'After a new value of a secret without a rotation of its own, tokens of the value before are still accepted, and new ones are issued and accepted.',
      source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html',
      hand: 'aws secretsmanager put-secret-value --secret-id $SECRET --secret-string "$(openssl rand -base64 48)"',
      check: 'rotation',
    },
    {
      id: 'redeployed-secrets',
      claim: 'A deployment with other tags leaves the versions of all secrets as they are.',
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html',
      hand: 'aws secretsmanager list-secret-version-ids --secret-id $SECRET; npx cdk deploy --tags a=b; aws secretsmanager list-secret-version-ids --secret-id $SECRET',
      check: 'redeployment',
    },
    {
      id: 'upgrade',
      claim: 'A stack of the last release is upgraded in place, and its users log in.',
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html',
      hand: 'npx cdk diff && npx cdk deploy',
      check: 'upgrade',
    },
    {
      id: 'nothing-left',
      claim:
        'With `RemovalPolicy.DESTROY` nothing is left when the stack is destroyed: no table, secret, bucket, log group, role or function.',
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
      hand: 'npx cdk destroy; aws resourcegroupstaggingapi get-resources --tag-filters Key=aws:cloudformation:stack-name,Values=$STACK',
      check: 'removal',
    },
    {
      id: 'nothing-left-of-failed-creation',
      claim:
        'A first deployment that fails leaves nothing but the table behind, with `RemovalPolicy.RETAIN`.',
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html',
      hand: 'aws resourcegroupstaggingapi get-resources --tag-filters Key=aws:cloudformation:stack-name,Values=$STACK',
      byHand: 'It leaves a protected table in the account, which nobody should get by a check.',
    },
    {
      id: 'layout-changes-under-load',
      claim:
        'While a deployment changes `functionLayout`, every route is answered, as the role of API Gateway and the functions of before stay until all routes have the new ones.',
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html',
      hand: 'npx cdk deploy & while kill -0 $! 2>/dev/null; do curl -so /dev/null -w "%{http_code}\\n" $URL/me; sleep 1; done | sort | uniq -c',
      byHand:
        'It takes two deployments of its own; an emulator asks no role before it calls a function.',
    },
    {
      id: 'kept-ready-groups',
      claim:
        'An environment of a group by provisioned concurrency has `AWS_LAMBDA_INITIALIZATION_TYPE` set before its module is loaded, so that no request waits for an action to be loaded.',
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html',
      hand: 'aws logs filter-log-events --log-group-name $LOG_GROUP --filter-pattern \'{ $.action = "login" }\' --query "events[0].message"',
      byHand: 'It is billed for as long as it is there.',
    },
    {
      id: 'rotation-by-schedule',
      claim:
        'A change of `keyRotation` rotates at once, so two changes within the life of a token end tokens.',
      source:
        'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-rotationschedule.html',
      hand: 'aws secretsmanager describe-secret --secret-id $KEYS --query LastRotatedDate',
      byHand: 'It takes a deployment of its own with another schedule.',
    },
    {
      id: 'metrics-of-log-lines',
      claim: 'A metric line among JSON log lines becomes a metric.',
      source:
        'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html',
      hand: 'aws cloudwatch list-metrics --namespace UsersApi',
      byHand: 'A new metric takes up to 15 minutes to be listed, as long as the whole run.',
    },
    {
      id: 'idle-stream-is-counted',
      claim:
        'Lambda counts 0 records of a stream that it reads and that has none, so no data means that it does not read.',
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
      hand: 'aws cloudwatch get-metric-statistics --namespace AWS/Lambda --metric-name PolledEventCount --dimensions Name=EventSourceMappingUUID,Value=$MAPPING --period 300 --statistics Sum --start-time $START --end-time $END',
      byHand: 'It takes a quarter of an hour in which nothing is written.',
    },
    {
      id: 'objects-are-counted-without-expired-markers',
      claim:
        'A delete marker leaves the bucket of undelivered events with the last version of its object, so its alarm ends about a week after a redrive.',
      source:
        'https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-actions',
      hand: 'aws s3api list-object-versions --bucket $BUCKET --query DeleteMarkers',
      byHand: 'It takes a week.',
    },
    {
      id: 'order-of-events',
      claim:
        'The events of one item keep their order up to the bus; those of other items of the user do not have to.',
      source: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html',
      hand: 'aws dynamodbstreams describe-stream --stream-arn $STREAM --query "StreamDescription.Shards[].ShardId"',
      byHand: 'It shows only in a table of several shards, which a new one may not have.',
    },
  ],
};
