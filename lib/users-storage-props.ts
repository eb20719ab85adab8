import type { RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { aws_dynamodb, aws_events, aws_kms } from 'aws-cdk-lib/interfaces';

/** Props of `UsersApi` about what it keeps: where that is, and for how long. */
export interface UsersStorageProps {
  /**
   * The table to keep users in. It needs the keys, the index and the stream of the default one (see
   * `docs/table.md`), which are checked during synth if they can be read there. Its backups, deletion
   * protection, removal policy and encryption are then yours. Two `UsersApi` on one table both publish
   * every event of it, so they must not also share a bus.
   *
   * @default - an on-demand table with point-in-time recovery, deletion protection and a stream,
   * encrypted with the key that DynamoDB owns
   */
  readonly table?: aws_dynamodb.ITableRef;

  /**
   * The bus that events are published on. Anyone who may add rules to it can read password reset tokens,
   * and so take over any account. Subscribers of several `UsersApi` on one bus get the events of all, and
   * can't tell them apart.
   *
   * @default - a bus of its own
   */
  readonly eventBus?: aws_events.IEventBusRef;

  /**
   * A key of KMS for everything that the construct makes and AWS can encrypt: table, bus, secrets and key pairs,
   * logs, undelivered events, and the variables of the functions. What you give (`table`, `eventBus`, secrets)
   * keeps its own. The stack needs a Region that is known, unless a `table` is given.
   *
   * The policy of a key that this app makes gets what CloudWatch Logs and EventBridge need; each function
   * may use it for what the function works with. `docs/encryption.md` says what the policy of an imported key
   * must have.
   *
   * @default - keys of AWS
   */
  readonly encryptionKey?: aws_kms.IKeyRef;

  /**
   * What happens to table, secrets, logs and undelivered events when they leave the stack: `RETAIN`, `DESTROY`,
   * or `RETAIN_ON_UPDATE_OR_DELETE`, which deletes what a failed first deployment has made and keeps it otherwise.
   * With `RETAIN` a failed first deployment leaves the table behind, which is protected, and nothing else.
   * With `DESTROY` you have to remove undelivered events from their bucket first, in all versions, unless
   * `autoDeleteObjects` does it.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * Whether DynamoDB refuses every request to delete the construct's own table. With
   * `RETAIN_ON_UPDATE_OR_DELETE` leave it off for the first deployment: if that fails, CloudFormation could not
   * roll it back. It can't be given with `table`, which has its own.
   *
   * @default - true with `RemovalPolicy.RETAIN`, false with other removal policies
   */
  readonly deletionProtection?: boolean;

  /**
   * Whether undelivered events are deleted with the stack, so that their bucket can be: only with
   * `RemovalPolicy.DESTROY`. It adds the CDK's custom resource for that, one function for all buckets of the
   * stack.
   *
   * @default false
   */
  readonly autoDeleteObjects?: boolean;

  /**
   * How long the logs of the functions and of the API are kept. They hold user ids and IP addresses.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;
}
