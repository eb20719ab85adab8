import { Annotations, Token } from 'aws-cdk-lib';
import { ApplicationLogLevel } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { FEATURES } from '../contract/features.ts';
import { SETTINGS } from '../contract/index.ts';
import type { UsersApiProps } from '../users-api-props';
import { featuresWith } from './functions/features-with';
import { warnOfInterceptingVariables } from './settings/intercepting-variables';
import { isListToken } from './settings/lists';
import { isOpenToEavesdroppers } from './settings/origins';
import { isPlain, propOf } from './settings/plain';
import { protectsByDefault } from './settings/removal';
import type { Settings } from './settings/settings';
import { fieldsWithoutInput } from './settings/user-fields';
import { lacksTimeToLive } from './storage/table';

/** Of the lines that metrics are counted from; without a level, Lambda takes it as INFO. */
const COUNTS_NOTHING: readonly string[] = [
  ApplicationLogLevel.WARN,
  ApplicationLogLevel.ERROR,
  ApplicationLogLevel.FATAL,
];

/** Warns of props that work but may not be meant. */
export function warn(scope: Construct, settings: Settings, props: UsersApiProps): void {
  const { allowedOrigins, functionOptions, functionOverrides } = settings;
  const { table } = props;
  if (table !== undefined && lacksTimeToLive(table)) {
    Annotations.of(scope).addWarningV2(
      'cdk-users-api:tableWithoutTimeToLive',
      'table: got one that keeps expired items for ever, expected DynamoDB to delete them; ' +
        "set timeToLiveAttribute: 'expires_at' on it",
    );
  }
  for (const { applicationLogLevel: level } of [
    functionOptions,
    ...Object.values(functionOverrides),
  ]) {
    if (level === undefined || !COUNTS_NOTHING.includes(level)) continue;
    Annotations.of(scope).addWarningV2(
      'cdk-users-api:logLevelWithoutMetrics',
      `applicationLogLevel: got ${level}, expected INFO or less severe; Lambda drops the lines about logins, and ` +
        'those that metrics such as metricLogins are counted from',
    );
  }
  for (const origin of allowedOrigins.filter(isOpenToEavesdroppers)) {
    Annotations.of(scope).addWarningV2(
      'cdk-users-api:originWithoutTls',
      `allowedOrigins: got ${origin}, expected https for a host other than this machine; anyone ` +
        'on the network between can run scripts there and so use the API as its visitors',
    );
  }
  if (props.passwordHashCost !== undefined) {
    Annotations.of(scope).addWarningV2(
      'cdk-users-api:passwordHashCost',
      'passwordHashCost: got a cost, expected passwordHash; give PasswordHash.bcrypt({ cost }), which is the same, or leave it out ' +
        'for argon2id, with importedHashes: [ImportedHash.bcrypt({ cost })] until no hash of bcrypt is left',
    );
  }
  const missing = settings.pages ? fieldsWithoutInput(settings.userModel) : [];
  if (missing.length > 0) {
    Annotations.of(scope).addWarningV2(
      'cdk-users-api:fieldsWithoutInput',
      `pages: got a user model whose ${missing.join(', ')} no form can ask for, expected fields that new users need to be texts, ` +
        'numbers, truth values or one of some texts; nobody can sign up on the pages until they are optional',
    );
  }
  warnOfInterceptingVariables(scope, settings);
  warnOfSharedAddress(scope, settings, props);
  if (props.deletionProtection === true && !protectsByDefault(settings.tableRemovalPolicy)) {
    Annotations.of(scope).addWarningV2(
      'cdk-users-api:protectedFromRemoval',
      `deletionProtection: got true with the removal policy ${settings.tableRemovalPolicy}, expected ${REMOVED}; leave it out, or ` +
        'set removalPolicy: RemovalPolicy.RETAIN',
    );
  }
  warnOfRelatedOrigins(scope, settings);
  warnOfImmediateAddresses(scope, settings);
  warnOfIdleOptions(scope, settings, props);
}

const REMOVED =
  'a table that CloudFormation can delete, which it tries with this policy: when the stack goes, or when its first ' +
  'deployment fails, and then fails itself';

/** Browsers ask the host of the domain itself, which is somebody else's. */
function warnOfRelatedOrigins(
  scope: Construct,
  { passkeys, servesRelatedOrigins }: Settings,
): void {
  if (passkeys === undefined || servesRelatedOrigins || passkeys.relatedOrigins.length === 0)
    return;
  const { rpId, relatedOrigins } = passkeys;
  const isKnown = !relatedOrigins.some(
    (origin) => Token.isUnresolved(origin) || isListToken([origin]),
  );
  const document = isKnown
    ? JSON.stringify({ origins: relatedOrigins })
    : 'them as {"origins": [...]}';
  Annotations.of(scope).addWarningV2(
    'cdk-users-api:relatedOrigins',
    `passkeys: got relatedOrigins, expected https://${rpId}/.well-known/webauthn to name them, where this API does not answer; serve ` +
      `${document} there as application/json, or put the API on ${rpId} by domain`,
  );
}

/** A user keeps factors with every later address, also with one that is somebody else's. */
function warnOfImmediateAddresses(
  scope: Construct,
  { mfa, passkeys, confirmEmailChange }: Settings,
): void {
  const given = [...(mfa ? ['mfa'] : []), ...(passkeys ? ['passkeys'] : [])];
  if (given.length === 0 || confirmEmailChange) return;
  Annotations.of(scope).addWarningV2(
    'cdk-users-api:immediateEmailChange',
    `emailChange: got EmailChange.IMMEDIATE with ${given.join(' and ')}, expected EmailChange.CONFIRM; a user who verified one address can ` +
      'move to that of somebody else without its mailbox, and keeps second factors and passkeys when the owner of that address resets the ' +
      'password; set emailChange: EmailChange.CONFIRM',
  );
}

/** Behind a proxy all clients have its address, and wrong passwords of one lock out the others. */
function warnOfSharedAddress(scope: Construct, settings: Settings, props: UsersApiProps): void {
  const { domain, bruteForce, clientAddress } = props;
  const isDecided = bruteForce !== undefined || clientAddress !== undefined;
  if (domain?._settings.kind !== 'at' || isDecided || settings.bruteForce === undefined) return;
  Annotations.of(scope).addWarningV2(
    'cdk-users-api:addressOfProxy',
    'clientAddress: got none with UsersDomain.at(), expected to know what is in front of the API, as behind a proxy all clients have its ' +
      'address and lock each other out by wrong passwords; give ClientAddress.cloudFront(), limits of bruteForce by which only names count ' +
      '(docs/brute-force.md), or ClientAddress.apiGateway() if API Gateway sees the clients themselves',
  );
}

/** Props of features that the others don't ask for, by the table of settings. */
function warnOfIdleOptions(scope: Construct, settings: Settings, props: UsersApiProps): void {
  const features = featuresWith(settings);
  for (const { prop, onlyWith } of SETTINGS.filter(isPlain)) {
    if (onlyWith === undefined || features.includes(onlyWith)) continue;
    if (propOf(props, prop) === undefined) continue;
    const by = FEATURES[onlyWith].by.replaceAll('`', '');
    Annotations.of(scope).addWarningV2(
      'cdk-users-api:optionWithoutEffect',
      `${prop}: got a value, expected ${by}, without which it has no effect; use that, or leave ${prop} out`,
    );
  }
}
