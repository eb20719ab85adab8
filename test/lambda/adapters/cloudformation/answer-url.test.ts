import { describe, expect, test } from '@jest/globals';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answerUrl } from '../../../../lambda/adapters/cloudformation/answer-url.ts';
import { answering } from '../../../../lambda/adapters/cloudformation/custom-resource.ts';
import { runtime } from '../../../../lambda/composition/runtime.ts';

const BUCKET = 'cloudformation-custom-resource-response-useast1';
const SECRET = 'X-Amz-Signature=presigned';

describe('the URL of an answer', () => {
  test.each([
    `${BUCKET}.s3.amazonaws.com`,
    `${BUCKET}.s3-us-east-1.amazonaws.com`,
    `${BUCKET}.s3.us-east-1.amazonaws.com`,
    `${BUCKET}.s3.dualstack.us-east-1.amazonaws.com`,
    'cloudformation-custom-resource-response-cnnorth1.s3.cn-north-1.amazonaws.com.cn',
    'cloudformation-custom-resource-response-euscdeeast1.s3.eusc-de-east-1.amazonaws.eu',
  ])('may be at %s', (host) => {
    const url = `https://${host}/arn%3Aaws?${SECRET}`;
    expect(answerUrl(url, { isInAws: true }).href).toBe(url);
  });

  test.each([
    `http://${BUCKET}.s3.amazonaws.com/?${SECRET}`,
    `https://${BUCKET}.s3.amazonaws.com:8443/?${SECRET}`,
    `https://${BUCKET}.s3.amazonaws.com.example.com/?${SECRET}`,
    `https://${BUCKET}.example.com/?${SECRET}`,
    `https://example.com/${BUCKET}.s3.amazonaws.com?${SECRET}`,
    `https://${BUCKET}.s3.amazonaws.com@example.com/?${SECRET}`,
    `https://mine.s3.amazonaws.com/?${SECRET}`,
    `http://127.0.0.1:9001/?${SECRET}`,
    `file:///tmp/${SECRET}`,
    `no URL ${SECRET}`,
    undefined,
  ])('is never %s, and what refuses it doesn’t name it', async (url) => {
    const event = { RequestType: 'Create', ResponseURL: url };
    let worked = false;
    const refused = answering(
      event as CloudFormationCustomResourceEvent,
      { isInAws: true },
      async () => {
        worked = true;
      },
    );
    await expect(refused).rejects.toThrow(/^ResponseURL: got (no URL|another URL), expected/);
    await expect(refused).rejects.not.toThrow(/presigned/);
    expect(worked).toBe(false);
  });

  test('may be anywhere where something stands in for AWS, as long as it is one', () => {
    const url = `http://127.0.0.1:4566/?${SECRET}`;
    for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_DYNAMODB']) {
      expect(answerUrl(url, runtime({ [name]: 'http://127.0.0.1:4566' })).href).toBe(url);
    }
    expect(() => answerUrl(url, runtime({ AWS_REGION: 'us-east-1' }))).toThrow('ResponseURL');
    expect(() => answerUrl('no URL', { isInAws: false })).toThrow('ResponseURL: got no URL');
  });
});
