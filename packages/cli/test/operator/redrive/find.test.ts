import { describe, expect, test } from '@jest/globals';
import {
  given,
  OUTPUTS,
  redrive,
  startingUndeliveredStacks,
  streamRecord,
} from '../../support/undelivered-stack.ts';

const start = startingUndeliveredStacks();

describe('the relay and the bucket', () => {
  const two = {
    ...OUTPUTS,
    StaffRelayFunctionName11111111: 'staff-relay',
    StaffUndeliveredEventsBucketName22222222: 'others',
  };

  test('of several UsersApi in a stack are chosen by the name of the function', async () => {
    const stack = await start({ outputs: two });
    expect(await redrive(stack)).toMatchObject({
      code: 1,
      errors: `error: ${stack.url} has several UsersApi: choose with --function one of relay, staff-relay\n`,
    });
    const chosen = await redrive(stack, '--function', 'staff-relay', '--json', '--list');
    expect(JSON.parse(chosen.output)).toMatchObject({ bucket: 'others' });
  });

  test('are both named where a stack has no outputs', async () => {
    const stack = await start({ outputs: {} });
    expect(await redrive(stack)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('name the function with --function'),
    });
    expect(await redrive(stack, '--function', 'relay')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('name the bucket with --bucket'),
    });
    stack.put('key', given('2026-11-27T02:00:00Z', [streamRecord('1')]));
    const both = await redrive(stack, '--function', 'relay', '--bucket', 'failures');
    expect({ code: both.code, keys: stack.keys() }).toEqual({ code: 0, keys: [] });
  });

  test('that are not there are named, and nothing is deleted', async () => {
    const stack = await start({ outputs: OUTPUTS });
    stack.put('key', given('2026-11-27T02:00:00Z', [streamRecord('1')]));
    expect(await redrive(stack, '--function', 'relay', '--bucket', 'gone')).toMatchObject({
      code: 1,
      errors: expect.stringContaining(`error: there is no bucket gone at ${stack.url}`),
    });
    const lost = await redrive(stack, '--function', 'lost', '--bucket', 'failures');
    expect({ code: lost.code, keys: stack.keys() }).toEqual({ code: 1, keys: ['key'] });
  });
});
