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

/** An object as it was read. */
export interface StoredObject {
  readonly text: string;
  /** Of this content: what is written over it, or deletes it, has to have read it. */
  readonly etag: string | undefined;
}

/** What S3 says of an object that is not the one that was read any more. */
const CHANGED = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'];

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
  read(Key: string): Promise<StoredObject | undefined> {
    return this.#described(async () => {
      try {
        const { Body, ETag: etag } = await this.#client.send(
          new GetObjectCommand({ Bucket: this.name, Key }),
        );
        return { text: (await Body?.transformToString()) ?? '', etag };
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    });
  }

  /** @returns false if the object is another one by now, or gone: it is left as it is */
  replace(Key: string, { etag: IfMatch }: StoredObject, content: object): Promise<boolean> {
    return this.#unlessChanged(() =>
      this.#client.send(
        new PutObjectCommand({
          Bucket: this.name,
          Key,
          IfMatch,
          Body: JSON.stringify(content),
          ContentType: 'application/json',
        }),
      ),
    );
  }

  /** @returns false as in {@link replace} */
  delete(Key: string, { etag: IfMatch }: StoredObject): Promise<boolean> {
    return this.#unlessChanged(() =>
      this.#client.send(new DeleteObjectCommand({ Bucket: this.name, Key, IfMatch })),
    );
  }

  #unlessChanged(call: () => Promise<unknown>): Promise<boolean> {
    return this.#described(async () => {
      try {
        await call();
        return true;
      } catch (error) {
        if (error instanceof Error && CHANGED.includes(error.name)) return false;
        throw error;
      }
    });
  }

  async #described<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw describeAwsError(error, `bucket ${this.name}`, this.#where);
    }
  }
}
