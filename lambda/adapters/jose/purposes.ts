import { accessAudience } from '../../../lib/contract/backend.ts';

/**
 * What a token is for. Each purpose has its own key, `typ` (RFC 8725, 3.11) and audience, so that
 * no token is ever taken for another.
 */
export interface Purpose {
  /** The audience, and what the key is derived from. */
  readonly audience: string;
  readonly typ: string;
  readonly requiredClaims: readonly string[];
}

/** Access tokens of one backend; another backend's are refused, even under the same secret. */
export const accessPurpose = (backend: string): Purpose => ({
  audience: accessAudience(backend),
  // RFC 9068, 2.1.
  typ: 'at+jwt',
  requiredClaims: ['sub', 'jti', 'tv', 'exp'],
});

/** Refresh tokens of one backend. */
export const refreshPurpose = (backend: string): Purpose => ({
  audience: `users-api:refresh:${backend}`,
  typ: 'refresh+jwt',
  requiredClaims: ['sub', 'sid', 'gen', 'tv', 'exp'],
});

export const RESET_PURPOSE: Purpose = {
  audience: 'users-api:reset-password',
  typ: 'reset-password+jwt',
  requiredClaims: ['sub', 'email', 'cv', 'exp'],
};

export const VERIFY_PURPOSE: Purpose = {
  audience: 'users-api:verify',
  typ: 'verify+jwt',
  requiredClaims: ['sub', 'email', 'exp'],
};

export const EMAIL_CHANGE_PURPOSE: Purpose = {
  audience: 'users-api:email-change',
  typ: 'email-change+jwt',
  requiredClaims: ['sub', 'email', 'new_email', 'cv', 'exp'],
};

/** Logins of one backend that need a second factor. */
export const mfaPurpose = (backend: string): Purpose => ({
  audience: `users-api:mfa:${backend}`,
  typ: 'mfa+jwt',
  requiredClaims: ['sub', 'email', 'cv', 'amr', 'exp'],
});

/** Attempts to sign in by mail at one backend. */
export const emailAttemptPurpose = (backend: string): Purpose => ({
  audience: `users-api:email-login:${backend}`,
  typ: 'email-attempt+jwt',
  requiredClaims: ['email', 'request', 'exp'],
});

/** Attempts at one client: those of another client or of the other flow are refused. */
export const oauthPurpose = (flow: 'login' | 'associate', client: string): Purpose => ({
  audience: `users-api:oauth-${flow}:${client}`,
  typ: 'oauth-attempt+jwt',
  requiredClaims: ['state', 'nonce', 'cv', 'exp'],
});

/** Challenges of logins by passkey at one backend. */
export const passkeyLoginPurpose = (backend: string): Purpose => ({
  audience: `users-api:passkey-login:${backend}`,
  typ: 'passkey-challenge+jwt',
  requiredClaims: ['challenge', 'exp'],
});

/** Challenges of new passkeys. */
export const PASSKEY_CREATION_PURPOSE: Purpose = {
  audience: 'users-api:passkey-creation',
  typ: 'passkey-challenge+jwt',
  requiredClaims: ['challenge', 'sub', 'tv', 'cond', 'exp'],
};
