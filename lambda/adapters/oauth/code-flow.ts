import {
  AuthorizationResponseError,
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  calculatePKCECodeChallenge,
  ResponseBodyError,
  validateAuthResponse,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';
import { UsersError } from '../../users/errors.ts';
import type { OAuthAttempt } from '../../users/oauth/provider.ts';
import type { RequestOptions } from './requests.ts';

/** One client of a provider, as it is registered there. */
export interface ClientOptions {
  readonly clientId: string;
  /** The current one, since it can be rotated. */
  readonly clientSecret: () => Promise<string>;
  readonly scopes: readonly string[];
  /** Compared by the provider, character by character. */
  readonly redirectUri: string;
}

/** Where the browser goes: authorization code flow (RFC 6749, 4.1.1) with PKCE (RFC 7636), S256. */
export async function authorizationUrl(
  { authorization_endpoint: endpoint }: AuthorizationServer,
  { clientId, scopes, redirectUri }: ClientOptions,
  { state, codeVerifier }: OAuthAttempt,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  if (endpoint === undefined) throw new Error('the provider has no authorization endpoint');
  const url = new URL(endpoint);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...more,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Exchanges the code of a callback, whose `state` and `iss` (RFC 9207) are checked first. */
export async function exchangeCode(
  server: AuthorizationServer,
  options: ClientOptions & {
    readonly authentication: ClientAuth;
    readonly request: RequestOptions;
  },
  parameters: URLSearchParams,
  { state, codeVerifier }: OAuthAttempt,
): Promise<Response> {
  const client: Client = { client_id: options.clientId };
  const { authentication, redirectUri, request } = options;
  const checked = validateAuthResponse(server, client, parameters, state);
  return authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    checked,
    redirectUri,
    codeVerifier,
    request,
  );
}

/**
 * Sorts failures by whom they concern: a refusal is told to the user, a wrong client or secret is
 * for the operator to fix, and a response that fails its checks can't be trusted.
 */
export async function judged<T>(exchange: () => Promise<T>): Promise<T> {
  try {
    return await exchange();
  } catch (error) {
    if (error instanceof UsersError) throw error;
    const refused =
      error instanceof AuthorizationResponseError || error instanceof ResponseBodyError;
    if (refused) throw refusal(error.error, error);
    // The provider's answer to wrong Basic credentials (RFC 6749, 5.2).
    if (error instanceof WWWAuthenticateChallengeError) throw refusal('invalid_client', error);
    if (isAnswer(error)) throw new UsersError('OAUTH_INVALID_RESPONSE', { cause: error });
    throw error;
  }
}

/** What a provider says when it does not accept the client (RFC 6749, 5.2). */
const MISCONFIGURED = ['invalid_client', 'unauthorized_client', 'incorrect_client_credentials'];
/** Codes of RFC 6749, 4.1.2.1 and 5.2; free text of a provider is not passed on. */
const ERROR_CODE = /^[a-z_]{1,64}$/;

export function refusal(code: string, cause?: unknown): Error {
  if (MISCONFIGURED.includes(code)) {
    const message = `the provider refused the client: ${code}; compare its id and secret`;
    return new Error(message, { cause });
  }
  const reason = ERROR_CODE.test(code) ? code : 'invalid_error';
  return new UsersError('OAUTH_REFUSED', { reason, cause });
}

/** oauth4webapi's own errors have a code with this prefix. */
function isAnswer(error: unknown): boolean {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' && code.startsWith('OAUTH_');
}
