import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import { known, UsersApiError } from '../errors';
import { secretKeyOf } from '../given/secret';
import { inPlaceOfSecret, isSecretRef } from './secret-value';

/** What a missing variable becomes on its way through a template string or a shell. */
const UNSET = ['', 'undefined', 'null', 'NaN', 'None'];

/** Refuses an id that no provider gave: with it every login would end on the provider's error page. */
export function checkClientId(clientId: string | undefined): void {
  // Without types, as from JavaScript, it can be missing.
  const id = clientId === undefined || clientId === null ? '' : known(clientId);
  if (id === undefined) return;
  // RFC 6749, appendix A.1; with white space at an end it was read from a file with a line break.
  const isId = typeof id === 'string' && /^[\x20-\x7e]+$/.test(id) && id.trim() === id;
  if (isId && !UNSET.includes(id)) return;
  throw new UsersApiError('OAuthClient.clientId', {
    got: clientId,
    expected: 'the id that the provider gave the client, in visible ASCII characters',
    fix: 'look whether the variable that you read it from is set',
  });
}

/** Refuses a secret that is missing, as `Secret` of a condition that isn't met is. */
export function checkClientSecret(clientSecret: aws_secretsmanager.ISecretRef | undefined): void {
  if (isSecretRef(clientSecret)) {
    secretKeyOf('OAuthClient.clientSecret', clientSecret, () => undefined);
    return;
  }
  throw new UsersApiError('OAuthClient.clientSecret', {
    got: inPlaceOfSecret(clientSecret),
    expected: 'a secret of Secrets Manager, whose value is what the provider gave the client',
    fix: "store it there, as docs/oauth.md says, and give Secret.fromSecretNameV2(this, 'ClientSecret', name)",
  });
}
