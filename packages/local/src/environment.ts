/** The AWS account and region that resources on this machine claim to be in. */
export interface Environment {
  readonly account: string;
  readonly region: string;
}

/** For a stack that is bound to no account and no region. */
export const DEFAULT_ENVIRONMENT: Environment = { account: '000000000000', region: 'us-east-1' };

/** What an AWS client signs with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * What every AWS client here signs with. One key for all, because DynamoDB Local keeps a separate
 * database for each access key and region.
 */
export const CREDENTIALS: Credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
