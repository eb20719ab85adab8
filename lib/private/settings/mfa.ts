import { Token } from 'aws-cdk-lib';
import type { MfaSettings } from '../../contract/factors.ts';
import { UsersApiError } from '../errors';

const MAX_ISSUER = 64;

/** Refuses names that apps can't tell from the address beside them. */
export function mfaSettings({ issuer }: { readonly issuer?: string | undefined }): MfaSettings {
  if (issuer === undefined) return {};
  const isShown = /^[^:\p{Cc}]+$/u.test(issuer) && issuer.trim() === issuer;
  if (!Token.isUnresolved(issuer) && !(isShown && issuer.length <= MAX_ISSUER)) {
    throw new UsersApiError('Mfa.issuer', {
      got: issuer,
      expected: `1 to ${MAX_ISSUER} characters, without a colon and without white space around them`,
      fix: 'give the name of your product, as in "Acme Shop", or leave it out for the host of the API',
    });
  }
  return { issuer };
}
