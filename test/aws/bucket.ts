import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { eventually } from 'cdk-users-api-local/test/eventually';
import type { Undelivered } from '../../lib/contract/undelivered.ts';
import type { AwsClientConfig } from '../deploy/support/place.ts';

/** The bucket of undelivered events of a stack. */
export class Bucket {
  readonly #s3: S3Client;
  readonly #name: string;

  constructor(config: AwsClientConfig, name: string) {
    this.#s3 = new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined });
    this.#name = name;
  }

  async keys(Prefix: string): Promise<readonly string[]> {
    const query = { Bucket: this.#name, Prefix };
    const { Contents = [] } = await this.#s3.send(new ListObjectsV2Command(query));
    return Contents.map(({ Key }) => String(Key));
  }

  /** The first object whose records say a word, with its key, as soon as it is there. */
  async holding(
    prefix: string,
    word: string,
    milliseconds: number,
  ): Promise<readonly [string, Undelivered]> {
    return eventually(
      async () => {
        for (const key of await this.keys(prefix)) {
          const record = await this.#read(key);
          if (record.payload.includes(word)) return [key, record] as const;
        }
        return undefined;
      },
      `an object of ${word} below ${prefix}`,
      milliseconds,
    );
  }

  async put(Key: string, content: object): Promise<void> {
    const Body = JSON.stringify(content);
    await this.#s3.send(new PutObjectCommand({ Bucket: this.#name, Key, Body }));
  }

  async remove(Key: string): Promise<void> {
    await this.#s3.send(new DeleteObjectCommand({ Bucket: this.#name, Key }));
  }

  async #read(Key: string): Promise<Undelivered> {
    const object = await this.#s3.send(new GetObjectCommand({ Bucket: this.#name, Key }));
    return JSON.parse(String(await object.Body?.transformToString()));
  }
}
