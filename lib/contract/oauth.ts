/** Accounts at OAuth 2.0 and OpenID Connect providers: signing in by one, and adding one to a user. */
import { type Action, backends, get, may, type OAuthFlow } from './action.ts';
import { LOOKUP_READS, SIGN_IN_READS } from './attributes.ts';
import { anyone, signedIn } from './callers.ts';
import { only } from './features.ts';
import { listAccounts, listMyAccounts, unlinkAccount, unlinkMyAccount } from './linked-accounts.ts';
import { REPLACES, SIGN_IN, SIGN_IN_REFUSALS } from './login.ts';
import type { Manifest } from './manifest.ts';
import { itemFeatures } from './of-user.ts';
import { FORGET_REQUESTS } from './passwords.ts';
import { apiUrl, pathIn, type RouteLayoutSettings, routeLayout } from './places.ts';
import { derivedFile, derivedJson, derivedText, optionalText, secret } from './setting.ts';
import { credential, redirect, user } from './success.ts';
import {
  LINK_ATTRIBUTES,
  LINKED_ATTRIBUTES,
  LOGIN_EVENT_ATTRIBUTES,
  OWNER_LINK_ATTRIBUTES,
  PROVIDED_ATTRIBUTES,
  USED_ATTEMPT_ATTRIBUTES,
} from './write-attributes.ts';

/** One client of a provider, as the functions get it. */
export interface OAuthClientSettings {
  readonly name: string;
  readonly provider: ProviderSettings;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Where they are not the API's own callbacks. */
  readonly redirectUris: { readonly [Flow in OAuthFlow]?: string };
  /** Where a browser is sent when it is refused. */
  readonly errorUrl?: string;
  readonly linkByEmail: LinkByEmailRule;
  /** Accounts that were stored without an issuer are of this client's issuer. */
  readonly acceptsEarlier: boolean;
  /** What a new user's address is that the provider is no authority for, or that the client may not link by. Absent: verified. */
  readonly foreignAddresses?: 'unverified';
}

/** Which users get an account by its address. */
export type LinkByEmailRule = 'never' | 'without-password' | 'always';

/** How a provider is spoken to. */
export type ProviderSettings =
  | {
      readonly kind: 'openid-connect';
      readonly issuer: string;
      /** `google` vouches for addresses at other mail services that it has only seen verified once. */
      readonly addresses?: 'google';
    }
  | { readonly kind: 'github' };

/** GitHub's, of whose logins its discovery document says so. */
export const GITHUB_ISSUER = 'https://github.com/login/oauth';

/** What its accounts are stored under: their ids are unique only there. */
export function issuerOf(provider: ProviderSettings): string {
  switch (provider.kind) {
    case 'openid-connect':
      return provider.issuer;
    case 'github':
      return GITHUB_ISSUER;
  }
}

/** What both callbacks refuse with. */
const CALLBACK_REFUSALS = [
  'OAUTH_INVALID_STATE',
  'OAUTH_REFUSED',
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_USER_ALREADY_EXISTS',
  'SERVICE_UNAVAILABLE',
] as const;

/** The one client that a function serves. */
export const oauthClient = derivedJson<OAuthClientSettings>()('oauthClient');

/** All clients, for a function that serves each. */
export const oauthClients = derivedFile<readonly OAuthClientSettings[]>()('oauthClients');

/** Of the one client that a function serves. */
export const oauthClientSecret = secret('oauthClient', 'clientSecret', { of: 'oauthClients' });

/** What the keys of attempts are derived from. With it the right to read that secret. */
export const oauthStateSecretArn = derivedText('oauthStateSecretArn');

/** Where a login by cookie ends. */
export const successUrl = optionalText('successUrl');

/** Where a browser goes on that needs a second factor. */
export const mfaUrl = optionalText('mfaUrl');

/** What both callbacks do first: they use the attempt up. */
const USE_ATTEMPT = may('PutItem', 'oauth-attempt', { attributes: USED_ATTEMPT_ATTRIBUTES });

const BEGIN = [oauthClients, oauthStateSecretArn, apiUrl, routeLayout] as const;
const END = [oauthClient, oauthClientSecret, oauthStateSecretArn, apiUrl, routeLayout] as const;

export const oauthAuthorize = anyone(
  'oauth-authorize',
  get('/oauth/{client}/authorize', {
    gives: redirect(),
  }),
  'Begin a login at a provider.',
  {
    refuses: ['NOT_FOUND', 'SERVICE_UNAVAILABLE'],
    flow: 'login',
    onlyWith: 'oauthClients',
    settings: BEGIN,
  },
);

export const oauthCallback = anyone(
  'oauth-callback',
  get('/oauth/{client}/callback', {
    query: ['code', 'state'],
    gives: credential({
      as: "the login of the client's backend",
      note: [
        "or 303 to the client's `successUrl`; the attempt's cookie is cleared",
        only(
          'secondFactors',
          "where a second factor is missing, a browser that navigates goes to the client's `mfaUrl`, with `mfa_token` behind `#`",
        ),
      ],
    }),
  }),
  'End a login at a provider: exchange its code for the credential of one backend.',
  {
    refuses: [
      'LOGIN_BAD_CREDENTIALS',
      ...SIGN_IN_REFUSALS,
      ...CALLBACK_REFUSALS,
      'OAUTH_NOT_AVAILABLE_EMAIL',
      'OAUTH_REGISTRATION_REQUIRED',
    ],
    hooks: true,
    flow: 'login',
    perClient: true,
    signs: true,
    replaces: true,
    counts: { succeeded: 'Logins' },
    model: true,
    settings: [...END, successUrl, mfaUrl, backends, itemFeatures, ...SIGN_IN.settings],
    table: [
      USE_ATTEMPT,
      may('BatchGetItem', ['account', 'credential'], { attributes: SIGN_IN_READS }),
      may('BatchGetItem', 'profile', { attributes: LOOKUP_READS }),
      may('PutItem', ['profile', 'credential', 'account', 'account-of-user'], {
        attributes: PROVIDED_ATTRIBUTES,
      }),
      may('UpdateItem', ['profile', 'credential'], {
        attributes: OWNER_LINK_ATTRIBUTES,
        onlyWith: 'linksByEmail',
      }),
      may('UpdateItem', 'profile', { attributes: LOGIN_EVENT_ATTRIBUTES, onlyWith: 'loginEvents' }),
      FORGET_REQUESTS,
      ...SIGN_IN.table,
      ...REPLACES,
    ],
  },
);

export const associateAuthorize = signedIn(
  'associate-authorize',
  get('/associate/{client}/authorize', {
    gives: redirect({ as: '`GET /oauth/{client}/authorize`' }),
  }),
  "Begin to add an account at a provider to one's own user.",
  {
    refuses: ['NOT_FOUND', 'SERVICE_UNAVAILABLE'],
    flow: 'associate',
    freshProof: 'recent-login',
    onlyWith: 'oauthClients',
    verified: 'where-required',
    originChecked: true,
    settings: BEGIN,
  },
);

export const associateCallback = signedIn(
  'associate-callback',
  get('/associate/{client}/callback', {
    query: ['code', 'state'],
    gives: user('who now has the account'),
  }),
  "End adding an account at a provider to one's own user.",
  {
    refuses: CALLBACK_REFUSALS,
    flow: 'associate',
    freshProof: 'recent-login',
    perClient: true,
    verified: 'where-required',
    model: true,
    settings: END,
    table: [
      USE_ATTEMPT,
      may('BatchGetItem', 'account', { attributes: SIGN_IN_READS }),
      may('PutItem', ['account', 'account-of-user'], { attributes: LINKED_ATTRIBUTES }),
      may('ConditionCheckItem', 'account', { onlyWith: 'acceptsEarlier' }),
      may('UpdateItem', 'profile', { attributes: LINK_ATTRIBUTES }),
    ],
  },
);

const CALLBACKS: { readonly [Flow in OAuthFlow]: Action } = {
  login: oauthCallback,
  associate: associateCallback,
};

/** Where the provider sends the browser back to: the API's own callback, unless the client says otherwise. */
export function redirectUriOf(
  { name, redirectUris }: OAuthClientSettings,
  flow: OAuthFlow,
  { url, layout }: { readonly url: string; readonly layout: RouteLayoutSettings },
): string {
  const own = redirectUris[flow];
  if (own !== undefined) return own;
  const { route } = CALLBACKS[flow];
  if (route === undefined) throw new Error(`the callback of ${flow} has no route`);
  return `${url}${pathIn(layout, route).replace('{client}', name)}`;
}

export const OAUTH = {
  actions: [
    oauthAuthorize,
    oauthCallback,
    associateAuthorize,
    associateCallback,
    listMyAccounts,
    unlinkMyAccount,
    listAccounts,
    unlinkAccount,
  ],
  settings: [oauthClient, oauthClients, oauthClientSecret, oauthStateSecretArn, successUrl, mfaUrl],
  events: {
    'after-account-link': {
      when: 'an account at a provider was added to a user; one that a new user came with is told by `after-register`',
      on: 'profile',
      by: ['user', 'provider'],
      carries: ['client', 'issuer', 'subject'],
      mayCarry: [],
      onlyWith: 'oauthClients',
    },
    'after-account-unlink': {
      when: 'an account at a provider was removed from a user, by the user or a superuser; what a reset removes is told by `after-reset-password`',
      on: 'profile',
      by: ['user', 'superuser', 'operator'],
      carries: ['client', 'subject'],
      mayCarry: ['issuer'],
      onlyWith: 'oauthClients',
    },
  },
  refusals: {
    LAST_CREDENTIAL: {
      status: 409,
      meaning:
        'It is the last way in: the user has no password and no other account at a provider.',
    },
    OAUTH_INVALID_STATE: {
      status: 400,
      meaning:
        'The browser did not begin it, or has been here with it before: the cookie of this `state` is missing, expired, of another client or flow, used, or of another user.',
    },
    OAUTH_REFUSED: {
      status: 400,
      reason: true,
      meaning:
        "The provider refused; `reason` is the provider's code, such as `access_denied`, or `invalid_grant` for a code that was used.",
    },
    OAUTH_INVALID_RESPONSE: {
      status: 400,
      meaning: "The provider's answer is not valid: issuer, audience, nonce, signature or times.",
    },
    OAUTH_NOT_AVAILABLE_EMAIL: {
      status: 400,
      meaning: 'The account is new, and the provider vouches for no address.',
    },
    OAUTH_USER_ALREADY_EXISTS: {
      status: 400,
      meaning:
        "The account is new and its address is a user's whom the client links to none, or it is to be associated and is another user's.",
    },
    OAUTH_REGISTRATION_REQUIRED: {
      status: 400,
      onlyWith: 'userModel',
      meaning: 'The account is new, and the user model requires fields that no provider has.',
    },
  },
} as const satisfies Manifest;
