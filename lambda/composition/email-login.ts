import { backends } from '../../lib/contract/action.ts';
import {
  attemptCookieOf,
  CODE_LIFETIME,
  emailAttemptSecretArn,
} from '../../lib/contract/email-login.ts';
import { JwtEmailAttempts } from '../adapters/jose/email-attempts.ts';
import { emailAttemptPurpose } from '../adapters/jose/purposes.ts';
import { cookieTransport } from '../auth/cookie.ts';
import type { Transport } from '../auth/transport.ts';
import type { Runtime } from './runtime.ts';
import { signedTokens } from './secrets.ts';

export function emailAttempts(rt: Runtime, backend: string): JwtEmailAttempts {
  const tokens = signedTokens(rt, emailAttemptPurpose(backend), rt.get(emailAttemptSecretArn));
  return new JwtEmailAttempts(tokens, rt.clock, CODE_LIFETIME);
}

/** The cookie in which a browser keeps its attempt; `undefined` where the backend has no cookies. */
export function attemptCookie(rt: Runtime): Transport | undefined {
  const [{ transport } = {}] = rt.get(backends);
  const name = transport && attemptCookieOf(transport);
  if (transport?.kind !== 'cookie' || name === undefined) return undefined;
  const { sameSite } = transport;
  return cookieTransport({ kind: 'cookie', name, path: '/', sameSite });
}
