import type { OAuthAttempts, OAuthProvider } from './oauth.ts';

export interface BeginOAuthDeps {
  readonly provider: Pick<OAuthProvider, 'authorizationUrl'>;
  readonly attempts: Pick<OAuthAttempts, 'issue'>;
  /** A string of 256 random bits that needs no escaping in a URL. */
  readonly random: () => string;
}

/**
 * Begins a login, or with a user the association of an account: where the browser goes, and what it
 * has to bring back.
 *
 * @throws UsersError `SERVICE_UNAVAILABLE` when the provider can't be reached
 */
export async function beginOAuth(
  deps: BeginOAuthDeps,
  { userId }: { userId?: string } = {},
): Promise<{ readonly authorizationUrl: string; readonly attempt: string }> {
  const attempt = {
    state: deps.random(),
    nonce: deps.random(),
    codeVerifier: deps.random(),
    ...(userId !== undefined && { userId }),
  };
  return {
    authorizationUrl: await deps.provider.authorizationUrl(attempt),
    attempt: await deps.attempts.issue(attempt),
  };
}
