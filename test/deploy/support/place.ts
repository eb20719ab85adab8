/** Where something is deployed: an account in AWS, or an emulator of it. */
export interface DeploymentPlace {
  /** Where an emulator answers; undefined in AWS. */
  readonly endpoint?: string;
  readonly account: string;
  readonly region: string;
  /** What a program, the CDK's CLI for one, needs to work there; and nothing that it must not. */
  readonly environment: NodeJS.ProcessEnv;
  /** The same for an SDK client in this process. */
  readonly clientConfig: AwsClientConfig;
  /** For files of a run; it goes when the run ends. */
  readonly folder: string;
}

export interface AwsClientConfig {
  readonly endpoint?: string;
  readonly region: string;
  /** Default: those that the SDK finds, by a profile for one. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

/**
 * Where the API of a URL answers.
 *
 * @param url as an output of its stack has it
 */
export function addressOf({ endpoint }: Pick<DeploymentPlace, 'endpoint'>, url: string): string {
  if (endpoint === undefined) return url;
  const { hostname, pathname } = new URL(url);
  return `${apiAddress(endpoint, hostname.split('.')[0], '$default')}${pathname === '/' ? '' : pathname}`;
}

/** MiniStack knows an API by its host name, which Node.js resolves nowhere, or by this path. */
export function apiAddress(endpoint: string, apiId: string | undefined, stage: string): string {
  return `${endpoint}/_aws/execute-api/${apiId}/${stage}`;
}
