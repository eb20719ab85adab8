import { describe, expect, test } from '@jest/globals';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AuthBackend, JwtAlgorithm } from '../../../../lib';
import type { Action, TableAccess, TableCall } from '../../../../lib/contract/action.ts';
import { LIST_INDEX } from '../../../../lib/contract/attributes.ts';
import { patternOf } from '../../../../lib/contract/item-keys.ts';
import {
  FUNCTIONS,
  isOf,
  listed,
  newStack,
  rolesOf,
  type Statement,
  statementsOf,
  synthesize,
} from '../../support';

const { template } = synthesize({
  authBackends: [AuthBackend.jwt(), AuthBackend.cookie()],
  loginEvents: true,
});

/** The calls that count a wrong password, and note that a name is locked. */
const isCount = ({ Action, Condition }: Statement) => {
  const condition = JSON.stringify(Condition);
  return (
    (Action === 'dynamodb:UpdateItem' && condition.includes('ATTEMPTS#')) ||
    (Action === 'dynamodb:PutItem' && condition.includes('LOCKOUT#'))
  );
};

const isOfFunction = (role: string) => !role.startsWith('UsersGatewayRole');

describe('the roles of the functions', () => {
  const roles = rolesOf(template).filter(({ role }) => isOfFunction(role));

  /** A function's statements on the table and its index. */
  const onTable = (id: string) =>
    statementsOf(template, `Users${id}Role`)
      .filter(isOf('dynamodb'))
      .filter(({ Condition }) => Condition !== undefined);

  test('are one for each function', () => {
    expect(roles).toHaveLength(FUNCTIONS.length);
  });

  test('hold their policies themselves', () => {
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  test('are assumed by Lambda alone', () => {
    for (const [role, { Properties }] of Object.entries(template.findResources('AWS::IAM::Role'))) {
      if (!isOfFunction(role)) continue;
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        {
          Action: 'sts:AssumeRole',
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
        },
      ]);
    }
  });

  test.each(FUNCTIONS)(
    'allow $id the calls of its row, on the items of its row, and no others',
    ({ action, id }) => {
      const table = { 'Fn::GetAtt': [expect.stringMatching(/^UsersTable/), 'Arn'] };
      const features = [
        undefined,
        'loginEvents',
        'revocations',
        'immediateEmailChange',
        'bruteForce',
        'countedProof',
        'countedMoves',
        ...(/^(Login|Reauthenticate)Cookie$/.test(id) ? ['cookieRevocations'] : []),
      ];
      const allowed = action.table.filter(({ onlyWith }) => features.includes(onlyWith));
      // What a write may name is that of one row.
      const named = ({ attributes }: TableAccess, call: TableCall) =>
        /^(Put|Update|Delete|ConditionCheck)Item$/.test(call) ? `${attributes}` : '';
      const calls = new Map(
        allowed.flatMap((row) => row.calls.map((call) => [`${call} ${named(row, call)}`, call])),
      );
      expect(onTable(id)).toEqual(
        [...calls].map(([place, call]) => {
          const rows = allowed.filter(
            (row) => row.calls.includes(call) && `${call} ${named(row, call)}` === place,
          );
          const { index, returns } = rows[0] ?? {};
          const attributes = rows.every((row) => row.attributes)
            ? [...new Set(rows.flatMap((row) => row.attributes ?? []))]
            : undefined;
          const writes = /^(Put|Update|Delete|ConditionCheck)Item$/.test(call);
          return {
            Effect: 'Allow',
            Action: `dynamodb:${call}`,
            Resource: index ? { 'Fn::Join': ['', [table, `/index/${LIST_INDEX.name}`]] } : table,
            Condition: {
              'ForAllValues:StringLike': {
                'dynamodb:LeadingKeys': index
                  ? [LIST_INDEX.keys]
                  : [...new Set(rows.flatMap(({ items }) => items.map((item) => patternOf(item))))],
              },
              Null: {
                'dynamodb:LeadingKeys': 'false',
                ...(attributes && { 'dynamodb:Attributes': 'false' }),
              },
              ...(attributes && {
                'ForAllValues:StringEquals': { 'dynamodb:Attributes': attributes },
                ...(!writes && { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } }),
              }),
              ...(writes && {
                StringEqualsIfExists: {
                  'dynamodb:ReturnValues': returns ? ['NONE', 'ALL_OLD', 'ALL_NEW'] : 'NONE',
                },
              }),
            },
          };
        }),
      );
    },
  );

  test('have all keys of a call in one statement, as a transaction may ask for them together', () => {
    const update = onTable('UpdateUser').find(({ Action }) => Action === 'dynamodb:UpdateItem');
    expect(update?.Condition?.['ForAllValues:StringLike']).toEqual({
      'dynamodb:LeadingKeys': ['USER#*', 'EMAIL#*', 'SUPERUSERS'],
    });
    for (const { id } of FUNCTIONS) {
      // Each is a call of its own.
      const calls = onTable(id)
        .filter((each) => !isCount(each))
        .map(({ Action }) => Action);
      expect(new Set(calls).size).toBe(calls.length);
    }
  });

  test('allow calls on the table without a condition on the key to no function but the relay', () => {
    const unconditional = roles.filter(({ statements }) =>
      statements.some((each) => isOf('dynamodb')(each) && each.Condition === undefined),
    );
    expect(unconditional.map(({ role }) => role)).toEqual([
      expect.stringMatching(/^UsersRelayRole/),
    ]);
  });

  test('keep the functions that read sessions away from credentials', () => {
    for (const prefix of ['UsersGetMeRole', 'UsersGetUserRole']) {
      expect(JSON.stringify(statementsOf(template, prefix))).not.toContain('EMAIL#');
    }
  });

  test('let a function write to its own log group only', () => {
    for (const { role, statements } of roles) {
      expect(statements.filter(isOf('logs'))).toEqual([
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: {
            'Fn::GetAtt': [
              expect.stringMatching(`^${role.replace(/Role.{8}$/, '')}Logs.{8}$`),
              'Arn',
            ],
          },
        },
      ]);
    }
  });

  test('let no function but the relay put events, and that on the one bus', () => {
    const publishers = roles.filter(({ statements }) => statements.some(isOf('events')));
    expect(publishers.map(({ role }) => role)).toEqual([expect.stringMatching(/^UsersRelayRole/)]);
    expect(publishers.flatMap(({ statements }) => statements.filter(isOf('events')))).toEqual([
      {
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^UsersEventBus/), 'Arn'] },
      },
    ]);
  });

  test('leave the write of login events out where those are off', () => {
    const { template: quiet } = synthesize();
    const statements = statementsOf(quiet, 'UsersLoginJwtRole').filter(isOf('dynamodb'));
    expect(JSON.stringify(statements)).not.toContain('USER#');
  });

  test('list users on the index and not on the table', () => {
    const queries = statementsOf(template, 'UsersListUsersRole').filter(({ Action }) =>
      listed(Action).includes('dynamodb:Query'),
    );
    expect(queries).toHaveLength(1);
    expect(JSON.stringify(queries[0]?.Resource)).toContain(`/index/${LIST_INDEX.name}`);
  });
});

describe('secrets', () => {
  const readsOf = (prefix: string, from = template) =>
    statementsOf(from, prefix)
      .filter(isOf('secretsmanager'))
      .map(({ Action, Resource }) => ({ Action, Resource }));
  const read = (resource: unknown) => ({
    Action: 'secretsmanager:GetSecretValue',
    Resource: resource,
  });
  const REPLACE = 'secretsmanager:PutSecretValue';
  const reset = read({ Ref: expect.stringMatching(/^UsersResetPasswordTokenSecret/) });
  const verification = read({ Ref: expect.stringMatching(/^UsersVerificationTokenSecret/) });
  const signing = read({ Ref: expect.stringMatching(/^UsersKeysRS256Signing/) });
  const published = read({ Ref: expect.stringMatching(/^UsersKeysRS256Public/) });

  const has = ({ settings }: Action, name: string) =>
    settings.some((setting) => setting.name === name);
  const signs = ({ signs: kind }: Action, name: string) =>
    kind === 'cookies' ? !name.endsWith('-jwt') : kind === true;
  const verifies = (action: Action, name: string) =>
    has(action, 'publicKeysSecretArns') ||
    (has(action, 'backends') &&
      (action.caller !== 'anyone' || (action.replaces === true && name.endsWith('-cookie'))));

  test.each(FUNCTIONS.filter(({ action }) => action.caller !== 'rotation'))(
    'are read by $id as far as its settings need: the private keys only by those that issue',
    ({ action, id, name }) => {
      const reads = readsOf(`Users${id}Role`);
      const expected = [
        ...(has(action, 'backends') && signs(action, name) ? [signing] : []),
        ...(verifies(action, name) ? [published] : []),
        ...(has(action, 'resetToken') ? [reset] : []),
        ...(has(action, 'verificationToken') ? [verification] : []),
        // It replaces them all, and can read none.
        ...(has(action, 'loginKeys')
          ? [signing, published].map((each) => ({ ...each, Action: REPLACE }))
          : []),
      ];
      // In any order: a function of several backends verifies the first and signs for another.
      expect(reads).toHaveLength(expected.length);
      expect(reads).toEqual(expect.arrayContaining(expected));
    },
  );

  test('of verification are not those of resets: who verifies can make no reset token', () => {
    expect(readsOf('UsersVerifyRole')).toEqual([verification]);
    expect(readsOf('UsersResetPasswordRole')).toEqual([reset]);
  });

  test('of one backend are not read by the login of another', () => {
    const stack = newStack();
    const { template: own } = synthesize(
      {
        authBackends: [
          AuthBackend.jwt({ algorithm: JwtAlgorithm.HS256, secret: new Secret(stack, 'Mobile') }),
          AuthBackend.cookie({ algorithm: JwtAlgorithm.HS256, secret: new Secret(stack, 'Web') }),
        ],
      },
      stack,
    );
    const mobile = read({ Ref: expect.stringMatching(/^Mobile/) });
    const web = read({ Ref: expect.stringMatching(/^Web/) });
    expect(readsOf('UsersLoginJwtRole', own)).toEqual([mobile]);
    expect(readsOf('UsersLoginCookieRole', own)).toEqual([web]);
    expect(readsOf('UsersGetMeRole', own)).toEqual([mobile, web]);
  });

  test('imported by name are completed by six wildcards for their random suffix', () => {
    const stack = newStack();
    const secret = Secret.fromSecretNameV2(stack, 'Imported', 'users/reset');
    const { template: imported } = synthesize({ resetPasswordTokenSecret: secret }, stack);
    expect(JSON.stringify(readsOf('UsersRelayRole', imported))).toContain(
      ':secret:users/reset-??????"',
    );
  });
});
