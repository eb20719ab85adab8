import type { Randomness } from '../ids.ts';
import type { OAuthAttempts, OAuthProvider } from './provider.ts';

export interface BeginOAuthDeps {
  readonly provider: Pick<OAuthProvider, 'authorizationUrl'>;
  readonly attempts: Pick<OAuthAttempts, 'issue'>;
  readonly randomness: Randomness;
}

/** An attempt that begins: where the browser goes, and what it has to bring back. */
export interface BegunOAuth {
  readonly authorizationUrl: string;
  /** A token. */
  readonly attempt: string;
  /** What the callback will name it by. */
  readonly state: string;
}

/**
 * Begins a login, or with a user the association of an account.
 *
 * @throws UsersError `SERVICE_UNAVAILABLE` when the provider can't be reached
 */
export async function beginOAuth(
  deps: BeginOAuthDeps,
  { userId }: { userId?: string } = {},
): Promise<BegunOAuth> {
  const attempt = {
    state: randomText(deps),
    nonce: randomText(deps),
    codeVerifier: randomText(deps),
    ...(userId !== undefined && { userId }),
  };
  return {
    authorizationUrl: await deps.provider.authorizationUrl(attempt),
    attempt: await deps.attempts.issue(attempt),
    state: attempt.state,
  };
}

/** 256 bits, base64url: 43 characters, the least that RFC 7636, 4.1 takes for a code verifier. */
function randomText({ randomness }: Pick<BeginOAuthDeps, 'randomness'>): string {
  return randomness.bytes(32).toString('base64url');
}
