import type { SignatureV4 } from '@smithy/signature-v4';
import { AWS_CLIENT } from '../aws/client-options.ts';
import { Connections } from '../aws/connections.ts';
import type { Environment } from '../aws/environment-credentials.ts';
import { signer } from '../aws/signing.ts';
import { backOff } from '../back-off.ts';

const ATTEMPTS = 3;

/**
 * A bucket to put objects into. One signed request needs no client of S3, which would make the bundles that all
 * functions are deployed with larger by half.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export class Bucket {
  readonly #url: URL;
  readonly #connections: Connections;
  readonly #signer: SignatureV4;

  /**
   * @param url the bucket's own, by its Regional domain name
   * @param environment with the Region and the credentials; of a local runtime or an emulator also an endpoint in place of S3's, which
   *   is then asked by path
   */
  constructor(url: string, environment: Environment) {
    const endpoint = environment.AWS_ENDPOINT_URL_S3 || environment.AWS_ENDPOINT_URL;
    const [name = ''] = new URL(url).hostname.split('.s3.');
    this.#url = new URL(endpoint ? `${endpoint.replace(/\/$/, '')}/${name}` : url);
    this.#connections = new Connections(this.#url, AWS_CLIENT.requestHandler);
    this.#signer = signer({ service: 's3', ofS3: true }, environment);
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
    const { host, hostname, protocol, pathname } = this.#url;
    const path = `${pathname.replace(/\/$/, '')}/${key}`;
    const { headers } = await this.#signer.sign({
      ...{ method: 'PUT', protocol, hostname, path, query: {}, body },
      headers: {
        host,
        'content-type': 'application/json',
        'content-length': `${Buffer.byteLength(body)}`,
      },
    });
    const { status, text } = await this.#connections.send('PUT', path, headers, body);
    if (status < 300) return;
    const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? 'no code';
    throw new Error(`S3 answers PutObject with ${status}: ${code}`);
  }
}
