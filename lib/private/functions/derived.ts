/** The settings that the construct works out from more than a prop. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Action } from '../../contract/action.ts';
import { type KeyPairAlgorithm, keepsSessions, keyPairOf } from '../../contract/backend.ts';
import type { CONCERNS, Concern } from '../../contract/index.ts';
import { ITEM_FEATURES } from '../../contract/item-keys.ts';
import type { DerivedSetting, ValueOf } from '../../contract/setting.ts';
import { secondFactorsOf } from '../settings/factors';
import { describeBackend, servedBy } from './backends';
import type { Context } from './context';
import { featuresWith } from './features-with';
import { USER_MODEL_FILE } from './files';
import { formPagesFor, hostedPagesOf } from './hosted-pages';
import { returnUrlsOf } from './page-urls';
import { rotationStatements } from './policies';

type Row = Extract<
  (typeof CONCERNS)[Concern]['settings'][number],
  { readonly kind: DerivedSetting<unknown>['kind'] }
>;

export type DerivedName = Row['name'];

/** What one setting of an action brings along: its value, and what that points at. */
export interface Provision<Value = unknown> {
  /** Absent where the setting is optional and there is nothing to set. */
  readonly value?: Value;
  /** Whether it is in a file beside the bundle. */
  readonly isFile?: boolean;
  readonly secrets?: readonly ISecret[];
  /** Secrets whose values it replaces, without reading them. */
  readonly written?: readonly ISecret[];
  /** Secrets that it reads and replaces by `statements` of its own. */
  readonly rotated?: readonly ISecret[];
  readonly statements?: readonly PolicyStatement[];
}

type Deriving = {
  readonly [S in Row as S['name']]: (context: Context, action: Action) => Provision<ValueOf<S>>;
};

export const DERIVED: Deriving = {
  tableName: ({ resources }) => ({ value: resources.table.tableName }),

  breachedPasswords: ({ settings: { breachedPasswords } }) => ({ value: breachedPasswords }),

  userModel: ({ settings: { userModel } }) =>
    userModel === undefined ? {} : { value: `./${USER_MODEL_FILE}`, isFile: true },

  backends(context, action) {
    const described = servedBy(context).map((backend) => describeBackend(backend, context, action));
    return {
      value: described.map(({ settings }) => settings),
      secrets: described.flatMap(({ secrets }) => secrets),
    };
  },

  passwordHash: ({ settings: { passwordHash } }) => ({ value: passwordHash }),

  importedHashes({ settings: { importedHashes }, resources: { signerKeySecret } }, { hashes }) {
    if (importedHashes.length === 0) return {};
    const value = importedHashes.map((each) => {
      if (each.scheme !== 'firebase') return each;
      const { signerKey, ...settings } = each;
      return { ...settings, signerKeySecretArn: signerKeySecret?.secretArn ?? '' };
    });
    // An import only looks whether a hash is of a scheme, and compares nothing.
    return { value, ...(hashes && signerKeySecret && { secrets: [signerKeySecret] }) };
  },

  trustedProxy(context, { signs }) {
    const { originSecret: secret } = context.resources;
    const { clientAddress } = context.settings;
    if (secret === undefined || clientAddress.kind !== 'cloudfront') return {};
    const { header, required } = clientAddress;
    const hasCookies = () =>
      servedBy(context).some(({ _transport: { kind } }) => kind === 'cookie');
    const tellsOrigin = signs === 'cookies' ? hasCookies() : signs;
    if (!tellsOrigin && !required) return {};
    return { value: { header, secretArn: secret.secretArn, required }, secrets: [secret] };
  },

  itemFeatures({ settings }) {
    const served = featuresWith(settings);
    const value = ITEM_FEATURES.filter((feature) => served.includes(feature));
    return value.length > 0 ? { value } : {};
  },

  bruteForce: ({ settings: { bruteForce } }) => (bruteForce ? { value: bruteForce } : {}),

  secondFactors({ settings }) {
    const value = secondFactorsOf(settings);
    return value ? { value } : {};
  },

  newDevices: ({ settings: { newDeviceEvents } }) => (newDeviceEvents ? { value: true } : {}),

  emailCodes({ settings: { emailLogin }, resources: { emailLoginSecret: secret } }) {
    if (!emailLogin || !secret) return {};
    return { value: { ...emailLogin, secretArn: secret.secretArn }, secrets: [secret] };
  },

  emailAttemptSecretArn({ resources: { emailAttemptSecret: secret } }) {
    if (!secret) throw new Error('this setting is for an API with codes by mail');
    return { value: secret.secretArn, secrets: [secret] };
  },

  mfaTokenSecretArn: ({ resources: { mfaTokenSecret: secret } }) =>
    secret ? { value: secret.secretArn, secrets: [secret] } : {},

  passkeys({ settings: { passkeys }, resources: { passkeyChallengeSecret: secret } }) {
    if (passkeys === undefined || secret === undefined) return {};
    const { relatedOrigins, ...settings } = passkeys;
    const related = relatedOrigins.length === 0 ? {} : { relatedOrigins };
    const value = { ...settings, ...related, challengeSecretArn: secret.secretArn };
    return { value, secrets: [secret] };
  },

  formPages(context, action) {
    const value = formPagesFor(context, action);
    return value ? { value } : {};
  },

  hostedPages(context) {
    const value = hostedPagesOf(context);
    return value ? { value } : {};
  },

  relatedOrigins: ({ settings: { passkeys } }) => ({ value: passkeys?.relatedOrigins ?? [] }),

  mfaSecretArn: ({ resources: { mfaSecret: secret } }) =>
    secret === undefined ? {} : { value: secret.secretArn, secrets: [secret] },

  mfaIssuer: ({ settings: { mfa } }) => (mfa?.issuer === undefined ? {} : { value: mfa.issuer }),

  requirements({ requirements }) {
    if (requirements === undefined) throw new Error('requirements are for authorizers');
    return { value: requirements };
  },

  claimFields: ({ settings: { userModel } }) => ({ value: userModel?.claimFields ?? [] }),

  publicKeysSecretArns({ resources }) {
    const secrets = resources.tokenSecrets.pairs.map(({ verify }) => verify);
    return { value: secrets.map(({ secretArn }) => secretArn), secrets };
  },

  issuer: ({ resources }) => ({ value: resources.issuer }),

  signingAlgorithms: ({ resources }) => ({
    value: resources.tokenSecrets.pairs.map(({ algorithm }) => algorithm),
  }),

  keyRotations: ({ resources: { tokenSecrets } }) => ({
    value: tokenSecrets.pairs.map(({ algorithm, sign, verify }) => ({
      algorithm,
      signingSecretArn: sign.secretArn,
      publicSecretArn: verify.secretArn,
    })),
    rotated: tokenSecrets.pairs.flatMap(({ sign, verify }) => [sign, verify]),
    statements: tokenSecrets.pairs.flatMap(({ sign, verify }) => rotationStatements(sign, verify)),
  }),

  loginKeys({ settings: { authBackends }, resources: { tokenSecrets } }) {
    const keys = authBackends.flatMap((backend): readonly Replaceable[] => {
      const strategy = backend._strategy;
      if (strategy.kind === 'session') return [];
      const { sign, verify } = tokenSecrets.of(backend);
      const algorithm = keyPairOf(strategy);
      const own: Replaceable =
        algorithm === undefined
          ? { kind: 'derived', secret: sign }
          : { kind: 'key-pair', algorithm, secret: sign, verify };
      if (strategy.refresh === undefined) return [own];
      return [own, { kind: 'derived', secret: tokenSecrets.refresh }];
    });
    // Backends can share a secret.
    const distinct = [...new Map(keys.map((each) => [each.secret, each])).values()];
    const written = distinct.flatMap((each) => [
      each.secret,
      ...(each.kind === 'key-pair' ? [each.verify] : []),
    ]);
    return {
      value: distinct.map(({ secret, ...each }) =>
        each.kind === 'derived'
          ? { kind: each.kind, secretArn: secret.secretArn }
          : {
              kind: each.kind,
              algorithm: each.algorithm,
              signingSecretArn: secret.secretArn,
              publicSecretArn: each.verify.secretArn,
            },
      ),
      written,
    };
  },

  storesLogins: ({ settings: { authBackends } }) => ({
    value: authBackends.some(({ _strategy }) => keepsSessions(_strategy)),
  }),

  eventBusName: ({ resources: { eventBus } }) => ({
    value: eventBus.eventBusName,
    statements: [
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [eventBus.eventBusArn] }),
    ],
  }),

  // The relay makes the bucket, and says where it is.
  undeliveredEventsUrl: () => ({}),

  oauthClient: ({ client, settings, resources }) => {
    if (client === undefined) {
      throw new Error('this setting is for the functions of an OAuth client');
    }
    // Only users with a verified address can enrol: it has to be theirs, then.
    const isAsked = featuresWith(settings).includes('factors');
    const rule = isAsked ? ({ foreignAddresses: 'unverified' } as const) : {};
    const { errorUrl } = returnUrlsOf(client, settings, resources.issuer);
    return { value: { ...client._settings, errorUrl, ...rule } };
  },

  oauthStateSecretArn: ({ resources: { oauthStateSecret: secret } }) => {
    if (secret === undefined) throw new Error('this setting is for an API with OAuth clients');
    return { value: secret.secretArn, secrets: [secret] };
  },

  superuser: ({ superuser }) => {
    if (superuser === undefined) throw new Error('this setting is for a deployment');
    const { email, fields } = superuser;
    return { value: { email, ...(fields && { fields }) } };
  },

  superuserPasswordSecretArn: ({ superuser }) => {
    if (superuser === undefined) throw new Error('this setting is for a deployment');
    const { password } = superuser;
    return { value: password.secretArn, secrets: [password] };
  },

  apiUrl: ({ resources }) => ({ value: resources.issuer }),

  routeLayout: ({ settings }) => ({ value: settings.routeLayout }),

  successUrl: ({ client, settings, resources }) => ({
    value: client && returnUrlsOf(client, settings, resources.issuer).successUrl,
  }),

  mfaUrl: ({ client, settings, resources }) =>
    client && secondFactorsOf(settings)
      ? { value: returnUrlsOf(client, settings, resources.issuer).mfaUrl }
      : {},
};

/** What signs the tokens of a backend, and can be replaced. */
type Replaceable = { readonly secret: ISecret } & (
  | { readonly kind: 'derived' }
  | {
      readonly kind: 'key-pair';
      readonly algorithm: KeyPairAlgorithm;
      readonly verify: ISecret;
    }
);
