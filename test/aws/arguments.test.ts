import { expect, test } from '@jest/globals';
import { readArguments } from './arguments.ts';
import { planOf } from './plan.ts';

test('without --yes nothing is to be made', () => {
  expect(readArguments(['--region', 'eu-central-1'], {})).toEqual({
    profile: undefined,
    region: 'eu-central-1',
    yes: false,
    keep: false,
    output: 'verified-on-aws.json',
    cases: undefined,
  });
});

test('a run without a Region is refused', () => {
  expect(() => readArguments([], {})).toThrow('region: got none, expected one; give --region');
});

test('an option that there is not is refused', () => {
  expect(() => readArguments(['--force'], { AWS_REGION: 'eu-central-1' })).toThrow('--force');
});

test('what an emulator shows may not go to the file of AWS', () => {
  const emulated = { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
  expect(() => readArguments([], emulated)).toThrow('output: got none with AWS_ENDPOINT_URL');
  expect(readArguments(['--output', 'seen.json'], emulated).output).toBe('seen.json');
});

test('the plan says where, what and for how much, and what is left', () => {
  const settings = readArguments(['--region', 'eu-central-1', '--keep'], {});
  const plan = planOf('123456789012', settings);
  for (const part of ['123456789012', 'eu-central-1', 'UsersApiVerification', 'USD', '--keep']) {
    expect(plan).toContain(part);
  }
  expect(planOf('123456789012', { ...settings, keep: false })).toContain('destroyed at the end');
});
