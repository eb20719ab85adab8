import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsClientConfig } from '../../deploy/support/place.ts';

/** What makes clients that call as a role. */
export async function assumed(config: AwsClientConfig, RoleArn: string): Promise<AwsClientConfig> {
  const { Credentials } = await new STSClient(config).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'verify-aws' }),
  );
  return {
    ...config,
    credentials: {
      accessKeyId: String(Credentials?.AccessKeyId),
      secretAccessKey: String(Credentials?.SecretAccessKey),
      sessionToken: String(Credentials?.SessionToken),
    },
  };
}

/** Whether a service refused a call for want of a right. */
export function isDenied(error: unknown): boolean {
  return /AccessDenied|UnauthorizedOperation|not authorized/.test(
    `${(error as Error).name} ${error}`,
  );
}
