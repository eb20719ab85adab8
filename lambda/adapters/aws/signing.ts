/** Signatures of requests (SigV4), by the SDK's own signer. */
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { regionIn } from './endpoints.ts';
import { credentialsIn, type Environment } from './environment-credentials.ts';

/** SHA-256 as the signer asks for it: of a message, or with a key. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(key?: Parameters<typeof createHmac>[1]) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', key);
  }

  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

/** How a service has its requests signed. */
export interface Signing {
  /** In the scope of signatures. */
  readonly service: string;
  /** Only S3 signs a path as it is sent, and wants a header with the hash of the body. */
  readonly ofS3?: boolean;
}

/**
 * A signer of requests to a service, by the credentials and for the Region of the environment.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signer({ service, ofS3 = false }: Signing, environment: Environment): SignatureV4 {
  return new SignatureV4({
    service,
    region: regionIn(environment),
    credentials: async () => credentialsIn(environment),
    sha256: Sha256 as never,
    applyChecksum: ofS3,
    uriEscapePath: !ofS3,
  });
}
