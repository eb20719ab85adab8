import { type RequestTokenDeps, requestToken } from '../passwords/request-token.ts';

/** Someone asks for a token that verifies an address to be mailed there. */
export function requestVerifyToken(
  deps: RequestTokenDeps,
  { email }: { readonly email: string },
): Promise<void> {
  return requestToken(deps, { kind: 'request-verify', email });
}
