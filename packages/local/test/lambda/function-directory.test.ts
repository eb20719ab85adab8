import { afterAll, describe, expect, test } from '@jest/globals';
import { FunctionDirectory } from '../../src/lambda/function-directory.ts';
import { lambdaFunction } from '../support/functions.ts';
import { removeTemporaryDirectories } from '../support/temporary-directory.ts';

const { function: made } = lambdaFunction('export const handler = () => ({});', {
  name: 'login',
  qualifiers: ['live'],
});
const directory = new FunctionDirectory([made]);

afterAll(async () => {
  await directory.stop();
  removeTemporaryDirectories();
});

describe('a function of the stack', () => {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:login';
  const gateway = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions';

  test.each([
    'login',
    arn,
    `${arn}:$LATEST`,
    `${arn}:live`,
    'login:live',
    `${gateway}/${arn}/invocations`,
    `${gateway}/${arn}:live/invocations`,
  ])('is found by %s', (reference) => {
    expect(directory.find(reference)).toBe(made);
  });

  test.each([`${arn}:blue`, 'login:blue', 'logout', `${gateway}/${arn}:blue/invocations`])(
    'is not found by %s',
    (reference) => {
      expect(directory.find(reference)).toBeUndefined();
    },
  );
});
