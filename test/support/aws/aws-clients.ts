import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { AwsError, type Operations } from 'cdk-users-api-local/aws-json/operations';
import { startAwsJsonServer } from 'cdk-users-api-local/aws-json/server';
import type { Documents } from '../../../lambda/adapters/dynamodb/documents.ts';
import type { PutEvents } from '../../../lambda/adapters/event-bridge/put-events.ts';
import type { Secrets } from '../../../lambda/adapters/secrets-manager/secrets.ts';
import { FaultProxy } from './fault-proxy.ts';
import { documentsAt, putEventsAt, secretsAt } from './json-clients.ts';
import { startUsersTable } from './users-table.ts';

const options = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/** A client of a real service behind a proxy that can let its calls fail. */
export interface Faulty<Client> {
  readonly client: Client;
  readonly proxy: FaultProxy;
  stop(): Promise<void>;
}

/** A users table; `documents` is what the functions call it by. */
export async function startFaultyTable(): Promise<
  Faulty<DynamoDBDocumentClient> & { readonly documents: Documents; readonly table: string }
> {
  const table = await startUsersTable();
  const proxy = await FaultProxy.start(table.endpoint);
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(options(proxy.endpoint)));
  return {
    client,
    documents: documentsAt(proxy.endpoint),
    proxy,
    table: table.name,
    async stop() {
      client.destroy();
      await proxy.stop();
      await table.stop();
    },
  };
}

/** A secret that can be rotated. */
export class TestSecret {
  static readonly ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:Test-abcdef';
  #versions: readonly string[] = ['v1'];

  /** The current version becomes the previous one, which is gone. */
  rotate(): void {
    this.#versions = [`v${Number(this.#versions[0]?.slice(1)) + 1}`, ...this.#versions.slice(0, 1)];
  }

  read(stage: unknown): { VersionId: string; SecretString: string } | undefined {
    const id = this.#versions[['AWSCURRENT', 'AWSPREVIOUS'].indexOf(String(stage))];
    return id === undefined
      ? undefined
      : { VersionId: id, SecretString: `material of ${id}, long enough for keys` };
  }
}

export async function startFaultySecrets(secret: TestSecret): Promise<Faulty<Secrets>> {
  return start(secretsAt, {
    'secretsmanager.GetSecretValue': ({ VersionStage }) => {
      const version = secret.read(VersionStage);
      if (!version) throw new AwsError('ResourceNotFoundException', 'no such version');
      return version;
    },
  });
}

/** One entry of `PutEvents`. */
export interface BusEntry {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Time: number;
}

/** A bus that takes the entries that it is told to. */
export class TestBus {
  /** The entries of every call. */
  readonly calls: (readonly BusEntry[])[] = [];
  /** What was taken, in order. */
  readonly taken: BusEntry[] = [];
  takes: (entry: BusEntry) => boolean = () => true;
  /** What it says of the others. */
  refusal = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };

  put(entries: readonly BusEntry[]): Record<string, unknown> {
    this.calls.push(entries);
    const results = entries.map((entry) => {
      if (!this.takes(entry)) return this.refusal;
      this.taken.push(entry);
      return { EventId: `event-${this.taken.length}` };
    });
    return {
      FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
      Entries: results,
    };
  }
}

export async function startFaultyBus(bus: TestBus): Promise<Faulty<PutEvents>> {
  return start(putEventsAt, {
    'AWSEvents.PutEvents': ({ Entries }) => bus.put(Entries as readonly BusEntry[]),
  });
}

async function start<Client>(
  clientOf: (endpoint: string) => Client,
  operations: Operations,
): Promise<Faulty<Client>> {
  const server = await startAwsJsonServer(operations);
  const proxy = await FaultProxy.start(server.endpoint);
  const client = clientOf(proxy.endpoint);
  return {
    client,
    proxy,
    async stop() {
      await proxy.stop();
      server.stop();
    },
  };
}
