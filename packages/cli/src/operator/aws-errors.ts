import { Failure } from '../failure.ts';

/** Where a deployed stack is looked for. */
export const IN_AWS = 'in this account and region; AWS_PROFILE and AWS_REGION choose others';

/** What to do about an error of the SDK, by its name or what is in its message. */
const REMEDIES: readonly (readonly [RegExp, (what: string, where: string) => string])[] = [
  [
    /^CredentialsProviderError|^TokenProviderError/,
    () => 'no AWS credentials: sign in with `aws sso login`, or set AWS_PROFILE',
  ],
  [/^ExpiredToken|^ExpiredTokenException/, () => 'the AWS credentials have expired: sign in again'],
  [/Region is missing/, () => 'no AWS region: set AWS_REGION'],
  [
    /does not exist|^ResourceNotFoundException|^NoSuchBucket/,
    (what, where) => `there is no ${what} ${where}`,
  ],
  [
    /^AccessDenied/,
    (what) => `your AWS credentials may not use ${what}: they need ${rightsFor(what)}`,
  ],
];

function rightsFor(what: string): string {
  return what.startsWith('bucket ')
    ? 's3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject, and with a key of yours kms:Decrypt and kms:GenerateDataKey'
    : 'cloudformation:DescribeStacks and lambda:InvokeFunction';
}

/** An error of the AWS SDK as one line; the SDK's own words are above it. */
export function describeAwsError(error: unknown, what: string, where: string): Failure {
  const { name = 'Error', message = '' } = error instanceof Error ? error : {};
  const text = `${name}: ${message}`;
  const remedy = REMEDIES.find(([pattern]) => pattern.test(text))?.[1];
  return remedy === undefined
    ? new Failure(`${what}: ${text}`)
    : new Failure(remedy(what, where), text);
}
