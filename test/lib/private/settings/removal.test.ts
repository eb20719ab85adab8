import { describe, expect, test } from '@jest/globals';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { synthesize } from '../../support';

describe('deletionProtection', () => {
  test.each([
    [RemovalPolicy.DESTROY, 1],
    [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, 1],
    [RemovalPolicy.RETAIN, 0],
  ])(
    'of true with the removal policy %s, by which the table may be deleted, gives this many warnings: %i',
    (removalPolicy, count) => {
      const { stack } = synthesize({ removalPolicy, deletionProtection: true });
      const found = Annotations.fromStack(stack).findWarning(
        '/Test/Users',
        Match.stringLikeRegexp(
          `deletionProtection: got true with the removal policy ${removalPolicy}, .*protectedFromRemoval`,
        ),
      );
      expect(found).toHaveLength(count);
    },
  );
});
