/**
 * What providers publish of themselves for clients to read. The values were taken down by hand, all
 * that our adapters say, ask for or rely on; what is left out is of no use to them.
 */

export interface Published {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint?: string;
  readonly jwks_uri?: string;
  readonly response_types_supported: readonly string[];
  readonly response_modes_supported?: readonly string[];
  readonly grant_types_supported: readonly string[];
  readonly code_challenge_methods_supported: readonly string[];
  readonly token_endpoint_auth_methods_supported?: readonly string[];
  readonly id_token_signing_alg_values_supported?: readonly string[];
  readonly scopes_supported: readonly string[];
  readonly claims_supported?: readonly string[];
  /** RFC 9207: callbacks carry `iss`. */
  readonly authorization_response_iss_parameter_supported: boolean;
}

/**
 * As of 2026-09-19. GitHub doesn't implement OpenID Connect: it issues no ID tokens.
 *
 * @see https://github.com/.well-known/oauth-authorization-server/login/oauth
 * @see https://docs.github.com/en/apps/github-authentication-discovery-endpoints
 */
export const GITHUB_PUBLISHES: Published = {
  issuer: 'https://github.com/login/oauth',
  authorization_endpoint: 'https://github.com/login/oauth/authorize',
  token_endpoint: 'https://github.com/login/oauth/access_token',
  response_types_supported: ['code'],
  grant_types_supported: [
    'authorization_code',
    'refresh_token',
    'urn:ietf:params:oauth:grant-type:device_code',
  ],
  code_challenge_methods_supported: ['S256'],
  scopes_supported: ['offline_access'],
  authorization_response_iss_parameter_supported: true,
};

/**
 * As of 2026-07-26.
 *
 * @see https://accounts.google.com/.well-known/openid-configuration
 */
export const GOOGLE_PUBLISHES: Published = {
  issuer: 'https://accounts.google.com',
  authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  token_endpoint: 'https://oauth2.googleapis.com/token',
  userinfo_endpoint: 'https://openidconnect.googleapis.com/v1/userinfo',
  jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
  response_types_supported: [
    'code',
    'token',
    'id_token',
    'code token',
    'code id_token',
    'token id_token',
    'code token id_token',
    'none',
  ],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  grant_types_supported: [
    'authorization_code',
    'refresh_token',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
  ],
  code_challenge_methods_supported: ['plain', 'S256'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['openid', 'email', 'profile'],
  claims_supported: [
    'aud',
    'email',
    'email_verified',
    'exp',
    'family_name',
    'given_name',
    'iat',
    'iss',
    'name',
    'picture',
    'sub',
  ],
  authorization_response_iss_parameter_supported: true,
};
