import type { ClaimGroup } from './claim.ts';

const CONDITIONS =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html';
const RULES = 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html';

export const PERMISSIONS: ClaimGroup = {
  about: 'Permissions',
  claims: [
    {
      id: 'allowed-calls',
      claim: "Every call that a function's role allows, on every kind of item, is allowed.",
      source: CONDITIONS,
      hand: 'aws dynamodb get-item --table-name $TABLE --key \'{"pk":{"S":"USER#x"},"sk":{"S":"PROFILE"}}\' --projection-expression id,email',
      check: 'policies',
    },
    {
      id: 'scan-refused',
      claim: 'No function may scan the table.',
      source: CONDITIONS,
      hand: 'aws dynamodb scan --table-name $TABLE',
      check: 'policies',
    },
    {
      id: 'foreign-partition-refused',
      claim:
        'A function may touch no item with a partition key that its policy does not name (`dynamodb:LeadingKeys`).',
      source: CONDITIONS,
      hand: 'aws dynamodb get-item --table-name $TABLE --key \'{"pk":{"S":"FOREIGN#x"},"sk":{"S":"X"}}\'',
      check: 'policies',
    },
    {
      id: 'all-attributes-refused',
      claim:
        'A function whose policy names attributes may not read all of an item (`dynamodb:Attributes`, `dynamodb:Select`).',
      source: CONDITIONS,
      hand: 'aws dynamodb get-item --table-name $TABLE --key \'{"pk":{"S":"USER#x"},"sk":{"S":"PROFILE"}}\'',
      check: 'policies',
    },
    {
      id: 'return-values-refused',
      claim:
        'A function that may write an item may not ask what it held before (`dynamodb:ReturnValues`), where its policy says so.',
      source: CONDITIONS,
      hand: 'aws dynamodb delete-item --table-name $TABLE --key \'{"pk":{"S":"SESSION#x"},"sk":{"S":"X"}}\' --condition-expression "attribute_exists(pk)" --return-values ALL_OLD',
      check: 'policies',
    },
    {
      id: 'other-secret-refused',
      claim: 'A function may read the secrets of its action, and no other.',
      source:
        'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html',
      hand: 'aws secretsmanager get-secret-value --secret-id $SECRET',
      check: 'policies',
    },
    {
      id: 'named-attributes',
      claim:
        "A read that names its attributes has `dynamodb:Select` of `SPECIFIC_ATTRIBUTES`: `GetItem` and `BatchGetItem`, which can't say so, and `Query`.",
      source:
        'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html',
      hand: 'curl -si $URL/me/export -H "authorization: Bearer $TOKEN"',
      check: 'policies',
    },
    {
      id: 'own-log',
      claim: 'A function may make streams in its own log group, which exists, and write to them.',
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html',
      hand: 'aws logs tail $LOG_GROUP --since 5m',
      check: 'policies',
    },
    {
      id: 'stream-of-relay',
      claim:
        'The relay may list, describe and read the stream, and its event source mapping is enabled.',
      source: 'https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html',
      hand: 'aws lambda list-event-source-mappings --function-name $RELAY --query "EventSourceMappings[].[State,LastProcessingResult]"',
      check: 'policies',
    },
    {
      id: 'rule-of-own-events',
      claim:
        'A grantee of `grants.subscribe` may make a rule for an event that it was granted, under a name of its own.',
      source: RULES,
      hand: 'aws events put-rule --event-bus-name $BUS --name subscription-x --event-pattern \'{"source":["users-api"],"detail-type":["after-register"]}\'',
      check: 'subscription',
    },
    {
      id: 'rule-of-other-events-refused',
      claim: 'It may make none for another event, or for all.',
      source: RULES,
      hand: 'aws events put-rule --event-bus-name $BUS --name subscription-x --event-pattern \'{"source":["users-api"]}\'',
      check: 'subscription',
    },
    {
      id: 'mixed-pattern-refused',
      claim: 'It may make none with a pattern that mixes the name of its event with a prefix.',
      source: RULES,
      hand: 'aws events put-rule --event-bus-name $BUS --name subscription-x --event-pattern \'{"source":["users-api"],"detail-type":["after-register",{"prefix":"after-forgot"}]}\'',
      check: 'subscription',
    },
    {
      id: 'via-service-in-china',
      claim: '`kms:ViaService` names services as `<service>.<region>.amazonaws.com` in China, too.',
      source:
        'https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service',
      hand: 'npx cdk deploy --profile CHINA',
      byHand: 'It takes an account in that partition, and an `encryptionKey`.',
    },
    {
      id: 'mail-in-sandbox',
      claim:
        "In SES's sandbox a subscriber that mails needs the right on the receiver's identity as well.",
      source: 'https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html',
      hand: 'aws sesv2 send-email --from-email-address $FROM --destination ToAddresses=$TO --content file://mail.json',
      byHand: 'It takes an address, or a domain, of your own that SES has verified.',
    },
  ],
};
