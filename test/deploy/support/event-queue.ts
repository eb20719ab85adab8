import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Envelope } from '../../e2e/support/system.ts';
import type { AwsClientConfig } from './place.ts';

/**
 * The events of a bus, from a queue that a rule fills. As a subscriber must, it drops what was
 * delivered twice, and orders by the time of the change, since EventBridge promises no order.
 */
export class EventQueue {
  readonly #client: SQSClient;
  readonly #url: string;
  readonly #seen = new Map<string, Envelope>();

  constructor(url: string, config: AwsClientConfig) {
    this.#url = url;
    this.#client = new SQSClient(config);
  }

  /** All events so far, oldest first. */
  async events(): Promise<readonly Envelope[]> {
    while (await this.#receive());
    return [...this.#seen.values()].sort((a, b) => (a.detail.time < b.detail.time ? -1 : 1));
  }

  async #receive(): Promise<boolean> {
    const QueueUrl = this.#url;
    const { Messages: messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    if (messages.length === 0) return false;
    for (const { Body } of messages) {
      const event: Envelope = JSON.parse(Body ?? '');
      if (!this.#seen.has(event.detail.id)) this.#seen.set(event.detail.id, event);
    }
    await this.#client.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: `${index}`, ReceiptHandle })),
      }),
    );
    return true;
  }
}
