import { UsersError } from '../errors.ts';
import type { OAuthAttempts, OAuthIdentity, OAuthProvider } from './provider.ts';
import type { UsedAttempts } from './used-attempts.ts';

/**
 * OpenID Connect Core, 2: at most 255 ASCII characters. Two accounts without a subject would be one user,
 * and spaces and control characters make texts that look alike.
 */
const SUBJECT = /^[\x21-\x7e]{1,255}$/;

export interface FinishOAuthDeps {
  readonly provider: Pick<OAuthProvider, 'identify'>;
  readonly attempts: Pick<OAuthAttempts, 'verify'>;
  readonly usedAttempts: UsedAttempts;
}

export interface FinishOAuthInput {
  /** Name of the OAuth client. */
  readonly client: string;
  /** What the browser brought back of `beginOAuth`. */
  readonly attempt: string | undefined;
  /** Of the callback's query. */
  readonly parameters: URLSearchParams;
  /** The user who associates the account: the same one who began. */
  readonly userId?: string;
}

/**
 * The account that signed in at the provider. The provider is asked only if the browser is the one
 * that began: otherwise a stranger's code, sent to somebody as a link, would sign them in as the
 * stranger, or add the stranger's account to theirs (RFC 6749, 10.12). And an attempt is used once,
 * before the code is: a provider that sees a code twice may end what came of it the first time.
 *
 * @throws UsersError `OAUTH_INVALID_STATE`, `OAUTH_REFUSED`, `OAUTH_INVALID_RESPONSE`,
 * `SERVICE_UNAVAILABLE`
 */
export async function finishOAuth(
  deps: FinishOAuthDeps,
  { client, attempt: token, parameters, userId }: FinishOAuthInput,
): Promise<OAuthIdentity> {
  const attempt = token === undefined ? undefined : await deps.attempts.verify(token);
  if (attempt?.state !== parameters.get('state') || attempt.userId !== userId) {
    throw new UsersError('OAUTH_INVALID_STATE');
  }
  const { state, expiresAt } = attempt;
  const outcome = await deps.usedAttempts.use({ client, state, expiresAt });
  if (outcome === 'replayed') throw new UsersError('OAUTH_INVALID_STATE');
  const identity = await deps.provider.identify(parameters, attempt);
  if (!SUBJECT.test(identity.subject)) {
    const cause = new Error('a subject that is not 1 to 255 visible ASCII characters');
    throw new UsersError('OAUTH_INVALID_RESPONSE', { cause });
  }
  return identity;
}
