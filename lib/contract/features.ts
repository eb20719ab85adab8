/**
 * What a function serves by the options of its stack. Rows of actions and of permissions that say
 * `onlyWith` are there only where their feature is.
 */
import { keepsSessions, keyPairOf, type StrategyChoice } from './backend.ts';

/** How much of its own documentation the API serves. */
export type Documentation = 'none' | 'document' | 'pages';

/** What features depend on: settings of the stack, and the strategies that a function serves. */
export interface Served {
  readonly loginEvents: boolean;
  /** Users are told of logins from devices that they have not signed in from. */
  readonly newDeviceEvents: boolean;
  readonly confirmEmailChange: boolean;
  readonly requireVerification: boolean;
  readonly requireCurrentPassword: boolean;
  /** Absent where nobody has a code of an authenticator app. */
  readonly mfa?: unknown;
  /** Who must have a second factor, if anyone. */
  readonly requireMfa?: 'superusers' | 'everyone' | undefined;
  /** Absent where wrong tries are not counted. */
  readonly bruteForce?: unknown;
  readonly documentation: Documentation;
  /** Absent where nobody signs in by a code that is mailed. */
  readonly emailLogin?: { readonly signUp: boolean } | undefined;
  /** An operator moves users in, or out. */
  readonly importUsers: boolean;
  readonly exportUsers: boolean;
  /** Absent without custom fields. */
  readonly userModel?: unknown;
  readonly oauthClients: readonly unknown[];
  /** Absent without passkeys. */
  readonly passkeys?: unknown;
  readonly servesRelatedOrigins: boolean;
  /** Absent where the API has no pages for people. */
  readonly pages?: unknown;
  /** One of the clients that a function serves links accounts by their addresses. */
  readonly linksByEmail: boolean;
  /** One of them takes accounts that were stored without an issuer for its own. */
  readonly acceptsEarlier: boolean;
  readonly strategies: readonly StrategyChoice[];
  /** Those of backends with cookies. */
  readonly cookieStrategies: readonly StrategyChoice[];
}

/** @param by the option that switches the feature on, for readers of the tables in the documents */
const feature = (by: string, isServed: (served: Served) => unknown) => ({ by, isServed });

const hasCookieTokens = ({ cookieStrategies }: Served) =>
  cookieStrategies.some(({ kind }) => kind === 'session');

const hasCookieRefresh = ({ cookieStrategies }: Served) =>
  cookieStrategies.some((each) => each.kind === 'jwt' && each.refresh);

export const FEATURES = {
  /** Logins raise events. */
  loginEvents: feature('`loginEvents`', (served) => served.loginEvents),
  /** Devices of logins are noted, and new ones raise events. */
  newDeviceEvents: feature('`newDeviceEvents`', (served) => served.newDeviceEvents),
  /** A new address is in force once it is confirmed. */
  confirmEmailChange: feature('`EmailChange.CONFIRM`', (served) => served.confirmEmailChange),
  /** A new address is in force at once. */
  immediateEmailChange: feature('`EmailChange.IMMEDIATE`', (served) => !served.confirmEmailChange),
  /** Addresses have to be verified before users can sign in. */
  requireVerification: feature('`requireVerification`', (served) => served.requireVerification),
  /** Users who have a password need it to change address or password. */
  requireCurrentPassword: feature(
    '`requireCurrentPassword`',
    (served) => served.requireCurrentPassword,
  ),
  /** Wrong tries are counted, and too many refused. */
  bruteForce: feature('`BruteForce.protect()`, the default', (served) => served.bruteForce),
  /** Names are locked, or users who give codes. */
  lockouts: feature(
    '`BruteForce.protect()`, the default, or `mfa`',
    (served) => served.bruteForce || served.mfa,
  ),
  /** The same of the current password, which users need to change address or password. */
  countedProof: feature(
    '`requireCurrentPassword` and `BruteForce.protect()`',
    (served) => served.requireCurrentPassword && served.bruteForce,
  ),
  /** The same of addresses that have a user, to which users ask to move. */
  countedMoves: feature(
    '`EmailChange.IMMEDIATE` and `BruteForce.protect()`',
    (served) => !served.confirmEmailChange && served.bruteForce,
  ),
  /** Users enrol an authenticator app, and log in with its codes. */
  mfa: feature('`mfa`', (served) => served.mfa),
  /** Some users may do nothing without a second factor. */
  requireMfa: feature('`requireMfa`', (served) => served.requireMfa),
  /** Logins ask for a second factor. */
  secondFactors: feature('`mfa` or `requireMfa`', (served) => served.mfa || served.requireMfa),
  /** Users sign in by a code that is mailed. */
  emailLogin: feature('`EmailLogin.code()`', (served) => served.emailLogin),
  /** New users sign up by such a code. */
  emailSignUp: feature(
    '`EmailLogin.code({ signUp: true })`',
    (served) => served.emailLogin?.signUp,
  ),
  /** New users sign up so, and may lack fields. */
  emailSignUpWithFields: feature(
    '`EmailLogin.code({ signUp: true })` and `userModel`',
    (served) => served.emailLogin?.signUp && served.userModel,
  ),
  /** Users have custom fields. */
  userModel: feature('`userModel`', (served) => served.userModel),
  /** Credentials are in cookies, which browsers send with requests of any site. */
  cookies: feature('a cookie backend', ({ cookieStrategies }) => cookieStrategies.length > 0),
  /** The API serves its OpenAPI document. */
  apiDocument: feature('`apiDocumentation`', ({ documentation }) => documentation !== 'none'),
  /** It serves a page that shows the document as well. */
  apiPages: feature('`ApiDocumentation.pages()`', ({ documentation }) => documentation === 'pages'),
  /** The API has pages for people. */
  pages: feature('`pages`', (served) => served.pages),
  /** An operator moves users in. */
  importUsers: feature('`importUsers`', (served) => served.importUsers),
  /** An operator moves users out. */
  exportUsers: feature('`exportUsers`', (served) => served.exportUsers),
  /** Users sign in at providers. */
  oauthClients: feature('`oauthClients`', (served) => served.oauthClients.length > 0),
  /** Users have passkeys. */
  passkeys: feature('`passkeys`', (served) => served.passkeys),
  /** Users have second factors: an app, or passkeys. */
  factors: feature('`mfa` or `passkeys`', (served) => served.mfa || served.passkeys),
  /** Of superusers a login asks for their passkey. */
  superusersPasskeys: feature(
    '`passkeys` and `RequireMfa.SUPERUSERS`',
    (served) => served.passkeys && served.requireMfa === 'superusers',
  ),
  /** A login by passkey raises an event. */
  passkeyEvents: feature(
    '`passkeys` and `loginEvents`',
    (served) => served.passkeys && served.loginEvents,
  ),
  /** A login by passkey begins a session, whose credential is its token. */
  passkeyTokens: feature(
    '`passkeys` and `AuthBackend.session()`',
    ({ passkeys, strategies }) => passkeys && strategies.some(({ kind }) => kind === 'session'),
  ),
  /** A login by passkey begins a session, whose tokens are refreshed. */
  passkeyRefresh: feature(
    '`passkeys` and `refresh`',
    ({ passkeys, strategies }) =>
      passkeys && strategies.some((each) => each.kind === 'jwt' && each.refresh),
  ),
  /** A login by passkey takes the place of one that is not stored. */
  passkeyRevocations: feature(
    '`passkeys` and a backend without stored sessions',
    ({ passkeys, strategies }) => passkeys && !strategies.every(keepsSessions),
  ),
  /** Browsers ask the API which other sites may use them. */
  relatedOrigins: feature(
    '`Passkeys.on({ relatedOrigins })` with a `domain` that is `rpId`',
    (served) => served.servesRelatedOrigins,
  ),
  /** An account goes to the user with its address. */
  linksByEmail: feature('`linkByEmail`', (served) => served.linksByEmail),
  /** Accounts that were stored without an issuer are taken for those of the client. */
  acceptsEarlier: feature('`acceptsEarlierAccounts`', (served) => served.acceptsEarlier),
  /** Access tokens are signed with key pairs. */
  keyPairs: feature('a backend with `RS256`, the default, or `ES256`', ({ strategies }) =>
    strategies.some(keyPairOf),
  ),
  /** Logins are stored as sessions. */
  sessions: feature('`AuthBackend.session()` or `refresh`', ({ strategies }) =>
    strategies.some(keepsSessions),
  ),
  /** Stored sessions have refresh tokens. */
  refresh: feature('`refresh`', ({ strategies }) =>
    strategies.some((each) => each.kind === 'jwt' && each.refresh),
  ),
  /** The credential is the token of a session, whose use is noted. */
  sessionTokens: feature('`AuthBackend.session()`', ({ strategies }) =>
    strategies.some(({ kind }) => kind === 'session'),
  ),
  /** Logins are not stored; those that have ended are listed. */
  revocations: feature(
    'a backend without stored sessions',
    ({ strategies }) => !strategies.every(keepsSessions),
  ),
  /** Cookies hold tokens of sessions, and a new address is in force at once. */
  cookieTokensMoved: feature(
    '`SessionTransport.cookie()` and `EmailChange.IMMEDIATE`',
    (served) => hasCookieTokens(served) && !served.confirmEmailChange,
  ),
  /** Cookies hold tokens of sessions, and a new address has to be confirmed. */
  cookieTokensConfirmed: feature(
    '`SessionTransport.cookie()` and `EmailChange.CONFIRM`',
    (served) => hasCookieTokens(served) && served.confirmEmailChange,
  ),
  /** Cookies hold refresh tokens, and a new address is in force at once. */
  cookieRefreshMoved: feature(
    '`AuthBackend.cookie({ refresh })` and `EmailChange.IMMEDIATE`',
    (served) => hasCookieRefresh(served) && !served.confirmEmailChange,
  ),
  /** Cookies hold refresh tokens, and a new address has to be confirmed. */
  cookieRefreshConfirmed: feature(
    '`AuthBackend.cookie({ refresh })` and `EmailChange.CONFIRM`',
    (served) => hasCookieRefresh(served) && served.confirmEmailChange,
  ),
  /** A login that is not stored comes with a cookie, and ends when another begins in its place. */
  cookieRevocations: feature(
    '`AuthBackend.cookie()` without `refresh`',
    ({ cookieStrategies }) => !cookieStrategies.every(keepsSessions),
  ),
} as const;

export type Feature = keyof typeof FEATURES;

/** The features that a function has which serves this. */
export function featuresOf(served: Served): readonly Feature[] {
  return (Object.keys(FEATURES) as Feature[]).filter((name) => FEATURES[name].isServed(served));
}

/** A text of a row, such as a code or a note: always there, or only with a feature. */
export type Text = string | { readonly text: string; readonly onlyWith: Feature };

export const only = (onlyWith: Feature, text: string): Text => ({ text, onlyWith });

/** The texts that hold for a function with these features. */
export function textsWith(
  texts: readonly Text[],
  has: (feature: Feature) => boolean,
): readonly string[] {
  return texts.flatMap((each) => {
    if (typeof each === 'string') return [each];
    return has(each.onlyWith) ? [each.text] : [];
  });
}
