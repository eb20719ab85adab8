/**
 * Of the buckets that CloudFormation takes answers with, in every partition:
 * `cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com`.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html
 */
const BUCKET =
  /^cloudformation-custom-resource-response-[a-z0-9]+\.s3[.-](?:[a-z0-9-]+\.)*(?:amazonaws\.(?:com|com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/**
 * Where an answer goes. Anyone who may invoke the function writes the event, so it is sent to CloudFormation and nowhere
 * else; what stands in for AWS takes answers at a URL of its own.
 *
 * @throws Error without the URL, whose signature is in no log
 */
export function answerUrl(given: unknown, { isInAws }: { readonly isInAws: boolean }): URL {
  const url = typeof given === 'string' ? URL.parse(given) : null;
  if (url === null) throw new Error('ResponseURL: got no URL, expected one of CloudFormation');
  const isOfBucket = url.protocol === 'https:' && url.port === '' && BUCKET.test(url.hostname);
  if (isOfBucket || !isInAws) return url;
  throw new Error("ResponseURL: got another URL, expected https to CloudFormation's bucket");
}
