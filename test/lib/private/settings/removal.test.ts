import { describe, expect, test } from '@jest/globals';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { UsersTable } from '../../../../lib';
import { newStack, refusal, synthesize } from '../../support';

describe('removalPolicy', () => {
  test('refuses a snapshot, which a table has not', () => {
    expect(refusal({ removalPolicy: RemovalPolicy.SNAPSHOT })).toBe(
      'removalPolicy: got "snapshot", expected RemovalPolicy.DESTROY or RemovalPolicy.RETAIN or RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE; a table has no snapshot policy; RETAIN keeps it, and it has point-in-time recovery',
    );
  });

  const KEPT = ['DynamoDB::GlobalTable', 'SecretsManager::Secret', 'Logs::LogGroup', 'S3::Bucket'];

  test.each([
    [RemovalPolicy.DESTROY, 'Delete', 'Delete'],
    [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, 'RetainExceptOnCreate', 'Retain'],
  ])('%s is that of everything that holds data', (removalPolicy, deletion, replacement) => {
    const { template } = synthesize({ removalPolicy });
    for (const type of KEPT.map((each) => `AWS::${each}`)) {
      const policies = Object.values(template.findResources(type)).map(
        ({ DeletionPolicy, UpdateReplacePolicy }) => [DeletionPolicy, UpdateReplacePolicy],
      );
      expect([...new Set(policies.map(String))]).toEqual([`${deletion},${replacement}`]);
    }
  });

  test.each([RemovalPolicy.RETAIN, undefined])(
    '%s keeps everything that holds data, and leaves only the table behind when a first deployment fails',
    (removalPolicy) => {
      const { template } = synthesize({ removalPolicy });
      const kept = Object.values<Record<string, string>>(template.toJSON().Resources).filter(
        ({ DeletionPolicy }) => DeletionPolicy !== undefined && DeletionPolicy !== 'Delete',
      );
      expect([...new Set(kept.map(({ Type }) => Type))].sort()).toEqual(
        KEPT.map((each) => `AWS::${each}`).sort(),
      );
      for (const { Type, DeletionPolicy, UpdateReplacePolicy } of kept) {
        expect({ Type, DeletionPolicy, UpdateReplacePolicy }).toEqual({
          Type,
          DeletionPolicy: Type === 'AWS::DynamoDB::GlobalTable' ? 'Retain' : 'RetainExceptOnCreate',
          UpdateReplacePolicy: 'Retain',
        });
      }
    },
  );
});

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

  test.each([
    [RemovalPolicy.RETAIN, undefined, true],
    [RemovalPolicy.RETAIN, false, false],
    [RemovalPolicy.DESTROY, undefined, false],
    [RemovalPolicy.DESTROY, true, true],
    // On, it would stop the rollback of a first deployment.
    [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, undefined, false],
    [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, true, true],
  ])('with the removal policy %s, given as %s, is %s', (removalPolicy, deletionProtection, is) => {
    const { template } = synthesize({ removalPolicy, deletionProtection });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [Match.objectLike({ DeletionProtectionEnabled: is })],
    });
  });

  test('is refused for a table that has one of its own', () => {
    const table = new UsersTable(newStack(), 'Mine');
    expect(refusal({ table, deletionProtection: true })).toBe(
      'deletionProtection: got deletionProtection together with table, expected only one of the two; set deletionProtection on that table',
    );
  });
});

describe('autoDeleteObjects', () => {
  test('empties the bucket of undelivered events when it goes with the stack', () => {
    const { template } = synthesize({
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });
    const [bucket] = Object.keys(template.findResources('AWS::S3::Bucket'));
    template.hasResourceProperties('Custom::S3AutoDeleteObjects', { BucketName: { Ref: bucket } });
  });

  test('is refused where the bucket is kept', () => {
    expect(refusal({ autoDeleteObjects: true })).toBe(
      'autoDeleteObjects: got true with the removal policy retain, expected RemovalPolicy.DESTROY, as a bucket that is kept keeps its objects; set removalPolicy: RemovalPolicy.DESTROY, or leave autoDeleteObjects out',
    );
  });

  test('makes no resource where nobody asks for it', () => {
    const { template } = synthesize({ removalPolicy: RemovalPolicy.DESTROY });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 0);
  });
});
