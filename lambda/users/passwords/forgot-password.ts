import { type RequestTokenDeps, requestToken } from './request-token.ts';

/** Someone asks for a reset token to be mailed to an address. */
export function forgotPassword(
  deps: RequestTokenDeps,
  { email }: { readonly email: string },
): Promise<void> {
  return requestToken(deps, { kind: 'forgot-password', email });
}
