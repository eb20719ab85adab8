import { expect, test } from '@jest/globals';
import { faultsOf } from '../../../scripts/awslint/faults.ts';

const OUTPUT = `success: [awslint:docs-public-apis:cdk-users-api.UsersApi] must be documented
error: [awslint:prefer-ref-interface:cdk-users-api.UsersApiProps.table] prefer the reference
warning: [awslint:resource-interface:cdk-users-api.UsersTable] needs an interface
error: [awslint:prefer-ref-interface:aws-cdk-lib.aws_lambda.VersionWeight.version] of a dependency
skipped: [awslint:no-grants:cdk-users-api.UsersApi] is skipped
`;
const TABLE = 'prefer-ref-interface:UsersApiProps.table';
const INTERFACE = 'resource-interface:UsersTable';

test('faults are what awslint says of this package, and of no dependency', () => {
  expect(faultsOf(OUTPUT, {})).toEqual([
    `${TABLE}: prefer the reference`,
    `${INTERFACE}: needs an interface`,
  ]);
});

test('exceptions are no faults until awslint no longer says them', () => {
  const reasons = { [TABLE]: 'a reason', [INTERFACE]: 'a reason' };
  expect(faultsOf(OUTPUT, reasons)).toEqual([]);
  expect(faultsOf(OUTPUT, { ...reasons, 'no-grants:UsersApi': 'a reason' })).toEqual([
    "no-grants:UsersApi: is an exception, and awslint doesn't say it any more",
  ]);
});

test('a run that has read nothing is a fault', () => {
  expect(faultsOf('No .jsii file and --no-compile is set', {})).toEqual([
    'awslint has read nothing: No .jsii file and --no-compile is set',
  ]);
});
