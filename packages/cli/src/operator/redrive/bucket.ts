import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { describeAwsError, IN_AWS } from '../aws-errors.ts';
import { localConfig } from '../local-config.ts';
import type { Where } from '../stack-outputs.ts';

/** Where the local runtime serves the buckets of its stack. */
const LOCAL = '/_local/s3';

/** A bucket of undelivered events, in AWS or of the stack on this machine; errors are failures of the command. */
export class Bucket {
  readonly name: string;
  readonly #client: S3Client;
  readonly #where: string;

  constructor(name: string, { url }: Pick<Where, 'url'>) {
    this.name = name;
    this.#where = url === undefined ? IN_AWS : `at ${url}`;
    const local = url === undefined ? undefined : localConfig(url);
    this.#client = new S3Client(
      local === undefined
        ? {}
        : { ...local, endpoint: `${local.endpoint}${LOCAL}`, forcePathStyle: true },
    );
  }

  async keys(): Promise<readonly string[]> {
    const keys: string[] = [];
    const pages = paginateListObjectsV2({ client: this.#client }, { Bucket: this.name });
    await this.#described(async () => {
      for await (const { Contents = [] } of pages) {
        for (const { Key } of Contents) if (Key !== undefined) keys.push(Key);
      }
    });
    return keys;
  }

  /** The content of an object; undefined if another operator has delivered it since. */
  read(Key: string): Promise<string | undefined> {
    return this.#described(async () => {
      try {
        const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.name, Key }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    });
  }

  async replace(Key: string, content: object): Promise<void> {
    await this.#described(() =>
      this.#client.send(
        new PutObjectCommand({
          Bucket: this.name,
          Key,
          Body: JSON.stringify(content),
          ContentType: 'application/json',
        }),
      ),
    );
  }

  async delete(Key: string): Promise<void> {
    await this.#described(() =>
      this.#client.send(new DeleteObjectCommand({ Bucket: this.name, Key })),
    );
  }

  async #described<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw describeAwsError(error, `bucket ${this.name}`, this.#where);
    }
  }
}
