/**
 * What a taken-over function could do: code that runs in it has the policy of its role, and nothing
 * else. Each power is a set of requests, judged by that policy as IAM would judge them.
 */
import { resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import { FUNCTION_GROUPS } from '../../../lib/contract/function-groups.ts';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { patternOf } from '../../../lib/contract/item-keys.ts';
import { type AccessRequest, evaluate } from './evaluate.ts';
import { accountOf, policiesOf, type StackSource } from './stack-policies.ts';
import type { Statement } from './statement.ts';

/** Texts for the cells of a table, by the names of the powers; an empty text is no power. */
export type Powers = Readonly<Record<Power, string>>;

export const POWERS = [
  'forge',
  'become a superuser',
  'read a hash',
  'replace a credential',
  'delete a user',
  'read of others',
] as const;

/** What it could do to the second factors of others. */
export const FACTOR_POWERS = [
  'forge',
  'make codes of apps',
  'add a factor',
  'lift a factor',
] as const;

export type Power = (typeof POWERS)[number] | (typeof FACTOR_POWERS)[number];

const ALL: readonly Power[] = [...new Set([...POWERS, ...FACTOR_POWERS])];

/** What a secret signs, by its logical id in the ARN. */
const SIGNED: readonly (readonly [RegExp, string])[] = [
  [/Keys(RS|ES)256Signing|AccessTokenSecret/, 'access tokens'],
  [/RefreshTokenSecret/, 'refresh tokens'],
  [/ResetPasswordTokenSecret/, 'reset tokens'],
  [/VerificationTokenSecret/, 'verification tokens'],
  [/OAuthStateSecret/, 'attempts'],
  [/EmailLoginSecret/, 'codes by mail'],
  [/EmailAttemptSecret/, 'attempts by mail'],
  [/MfaTokenSecret/, 'begun logins'],
  [/PasskeyChallengeSecret/, 'challenges'],
];

/** The powers of the functions of a stack, by the names of the actions: all that one of them has. */
export function powersOf(source: StackSource): ReadonlyMap<string, Powers> {
  const [table] = accountOf(source).tables;
  if (table === undefined) throw new Error('the stack has no table');
  const found = new Map<string, Powers>();
  const functions = resourcesOf(source.template, 'AWS::Lambda::Function')
    .map(({ logicalId }) => logicalId)
    .filter((id) => id.startsWith('Users'));
  for (const [owner, statements] of policiesOf(source)) {
    if (!functions.includes(owner)) continue;
    const own = powers(statements, table.arn);
    found.set(actionOf(owner), both(found.get(actionOf(owner)), own));
  }
  return found;
}

function both(known: Powers | undefined, more: Powers): Powers {
  if (known === undefined) return more;
  const united = (power: Power) => [
    ...new Set([known[power], more[power]].flatMap((cell) => cell.split(', '))),
  ];
  return Object.fromEntries(
    ALL.map((power) => [power, listed(united(power))] as const),
  ) as unknown as Powers;
}

/** The action of a function by its logical id, as CDK makes it of the construct's path. */
function actionOf(logicalId: string): string {
  const found = [...ACTIONS.map(({ name }) => name), ...FUNCTION_GROUPS]
    .filter((name) =>
      new RegExp(`^Users${constructId(name)}(\\w+)?[0-9A-F]{8}$`, 'i').test(logicalId),
    )
    // `login` begins `login-…`, too; the longest name is the action's.
    .sort((a, b) => b.length - a.length);
  const [name] = found;
  if (name === undefined) throw new Error(`${logicalId} is the function of no action`);
  return name;
}

const constructId = (name: string) => name.replaceAll('-', '');

function powers(statements: readonly Statement[], table: string): Powers {
  const may = (request: Partial<AccessRequest>, ...names: readonly string[]) =>
    evaluate(statements, {
      action: '',
      resource: table,
      ...request,
      ...(names.length > 0 && { attributes: ['pk', 'sk', ...names] }),
    }) !== undefined;
  const on = (call: string, key: string) => ({ action: `dynamodb:${call}`, leadingKeys: [key] });
  const [user, email] = [patternOf('profile'), patternOf('credential')].map((pattern) =>
    pattern.replace('*', 'victim'),
  ) as [string, string];
  const writes = ['PutItem', 'UpdateItem'];
  const reads = ['GetItem', 'BatchGetItem', 'Query'];

  const [factors, passkeys] = [patternOf('totp'), patternOf('passkey')].map((pattern) =>
    pattern.replace('*', 'victim'),
  ) as [string, string];
  const reaches = (secret: RegExp, ...calls: readonly string[]) =>
    statements.some(
      ({ actions, resources }) =>
        calls.some((call) => actions.includes(`secretsmanager:${call}`)) &&
        resources.some((arn) => secret.test(arn)),
    );
  const readsSealed = reads.some(
    (call) => may(on(call, factors)) || may(on(call, factors), 'sealed'),
  );
  // A login reads on the credential which factors to ask for, and every request reads on the profile which there are.
  const sayers = [email, user];
  const changes = (attribute: string) =>
    sayers.some((key) => may(on('UpdateItem', key), attribute));
  // A whole item that names nothing but its keys says that there are none.
  const putsWhole = sayers.some((key) => may({ ...on('PutItem', key), attributes: ['pk', 'sk'] }));

  const readsStream = statements.some(({ actions }) => actions.includes('dynamodb:GetRecords'));
  const replaced = [
    writes.some((call) => may(on(call, email), 'password_hash')) && 'password',
    writes.some((call) => may(on(call, email), 'user_id')) && 'owner',
    may(on('PutItem', 'OAUTH#google#victim'), 'user_id') && 'account at a provider',
  ];
  return {
    forge: listed(
      // Whoever can write what signs, or what verifies, knows it as well.
      SIGNED.map(([id, signed]) => reaches(id, 'GetSecretValue', 'PutSecretValue') && signed),
    ),
    'make codes of apps': listed([readsSealed && reaches(/MfaSecret/, 'GetSecretValue') && 'yes']),
    'add a factor': listed([
      may(on('PutItem', factors), 'sealed') && 'app',
      may(on('PutItem', passkeys), 'public_key') && 'passkey',
    ]),
    'lift a factor': listed([
      changes('totp') && 'app',
      changes('passkeys') && 'passkeys',
      may(on('UpdateItem', email), 'user_id') && 'by another owner',
      putsWhole && 'by another item',
    ]),
    'become a superuser': listed([
      writes.some((call) => may(on(call, user), 'is_superuser')) && 'yes',
    ]),
    'read a hash': listed([
      (reads.some((call) => may(on(call, email)) || may(on(call, email), 'password_hash')) ||
        [...writes, 'DeleteItem'].some((call) =>
          may({ ...on(call, email), returnValues: 'ALL_OLD' }, 'password_hash'),
        )) &&
        'yes',
      readsStream && 'in the stream',
    ]),
    'replace a credential': listed(replaced),
    'delete a user': listed([may(on('DeleteItem', user)) && 'yes']),
    'read of others': listed([
      reads.some((call) => may(on(call, user)) || may(on(call, user), 'email')) && 'profiles',
      readsStream && 'every change',
    ]),
  };
}

function listed(found: readonly (string | false)[]): string {
  return found.filter(Boolean).join(', ');
}
