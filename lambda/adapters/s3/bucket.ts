import { buffer } from 'node:stream/consumers';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { backOff } from '../back-off.ts';

const ATTEMPTS = 3;

/**
 * A bucket to put objects into. One signed request needs no client of S3, which would make the bundles that all
 * functions are deployed with larger by half: what signs and sends it is in the client of another service.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export class Bucket {
  readonly #config: EventBridgeClient['config'];
  readonly #url: string;

  /**
   * @param client another service's: its credentials, Region and connections are used
   * @param url the bucket's own, by its Regional domain name
   * @param endpoint in place of S3's, which is then asked by path: of a local runtime or an emulator
   */
  constructor({ config }: Pick<EventBridgeClient, 'config'>, url: string, endpoint?: string) {
    this.#config = config;
    const [name = ''] = new URL(url).hostname.split('.s3.');
    this.#url = endpoint === undefined ? url : `${endpoint.replace(/\/$/, '')}/${name}`;
  }

  /** @param key of characters that no URL encodes */
  async put(key: string, body: string): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#send(key, body);
      } catch (error) {
        if (attempt === ATTEMPTS - 1) throw error;
      }
      await backOff(attempt);
    }
  }

  async #send(key: string, body: string): Promise<void> {
    const { host, hostname, port, protocol, pathname } = new URL(`${this.#url}/${key}`);
    const request = new HttpRequest({
      method: 'PUT',
      protocol,
      hostname,
      ...(port !== '' && { port: Number(port) }),
      path: pathname,
      headers: {
        host,
        'content-type': 'application/json',
        'content-length': `${Buffer.byteLength(body)}`,
      },
      body,
    });
    const { credentials, region, sha256, requestHandler, systemClockOffset } = this.#config;
    // Only S3 signs a path as it is sent.
    const uriEscapePath = false;
    const signer = new SignatureV4({ service: 's3', credentials, region, sha256, uriEscapePath });
    const signingDate = new Date(Date.now() + systemClockOffset);
    const { response } = await requestHandler.handle(
      (await signer.sign(request, { signingDate })) as HttpRequest,
    );
    const answer = (await buffer(response.body)).toString('utf8');
    if (response.statusCode < 300) return;
    const code = /<Code>(\w+)<\/Code>/.exec(answer)?.[1] ?? 'no code';
    throw new Error(`S3 answers PutObject with ${response.statusCode}: ${code}`);
  }
}
