import { CfnOutput } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { IUsersApi } from '../../../lib';

/** A subscriber that keeps every event in a queue, whose URL is the output `QueueUrl`. */
export class EventRecorder extends Construct {
  constructor(scope: Construct, id: string, users: IUsersApi) {
    super(scope, id);
    const queue = new Queue(this, 'Events', { enforceSSL: true });
    users.onEvent(`${id}Rule`, { target: new SqsQueue(queue), crossStackScope: this });
    new CfnOutput(this, 'QueueUrl', { value: queue.queueUrl });
  }
}
