import { describe, expect, test } from '@jest/globals';
import { Annotations as Messages, type Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AuthBackend } from '../../../lib';
import { newStack, synthesize } from '../support';

describe('maxSessionsPerUser', () => {
  const ID = 'cdk-users-api:optionWithoutEffect';
  const warnings = (stack: Stack) =>
    Annotations.fromStack(stack)
      .findWarning('/Test/Users', Match.stringLikeRegexp(ID))
      .map(({ entry }) => entry.data);

  test('gets a warning where no session is stored', () => {
    expect(warnings(synthesize({ maxSessionsPerUser: 5 }).stack)).toEqual([
      `maxSessionsPerUser: got a value, expected AuthBackend.session() or refresh, without which it has no effect; use that, or leave maxSessionsPerUser out [ack: ${ID}]`,
    ]);
  });

  test('gets none with sessions, or when it is acknowledged', () => {
    const authBackends = [AuthBackend.session()];
    expect(warnings(synthesize({ authBackends, maxSessionsPerUser: 5 }).stack)).toEqual([]);
    const stack = newStack();
    Messages.of(stack).acknowledgeWarning(ID);
    expect(warnings(synthesize({ maxSessionsPerUser: 5 }, stack).stack)).toEqual([]);
  });
});
