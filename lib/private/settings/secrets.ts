import type { Stack } from 'aws-cdk-lib';
import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import { SETTINGS } from '../../contract/index.ts';
import type { UsersApiProps } from '../../users-api-props';
import { importedHashesOf } from './hashes';
import { checkSecret, checkSecretRegion } from './secret-value';

/** A secret that was given, with the name of what it is given as. */
type Given = readonly [prop: string, secret: aws_secretsmanager.ISecretRef];

/**
 * Refuses secrets that functions of the stack can't read, and those that keys are derived from and that are known to
 * be too short: what keys are made of must not be guessed (RFC 8725, 3.5). The functions check those whose value synth
 * can't know.
 */
export function checkSecrets(props: UsersApiProps, stack: Stack): void {
  const keys = keySecretsOf(props);
  for (const [prop, secret] of keys) checkSecret(prop, secret);
  for (const [prop, secret] of [...keys, ...proofsOf(props)]) {
    checkSecretRegion(prop, secret, stack);
  }
}

/** Those that keys are derived from. */
function keySecretsOf(props: UsersApiProps): readonly Given[] {
  const own = SETTINGS.flatMap((setting): Given[] => {
    if (setting.kind !== 'secret' || setting.of !== undefined) return [];
    const secret = props[setting.prop as keyof UsersApiProps];
    if (secret === undefined) return [];
    return [[setting.prop, secret as aws_secretsmanager.ISecretRef]];
  });
  const ofBackends = (props.authBackends ?? []).flatMap(({ secret }): Given[] =>
    secret === undefined ? [] : [['AuthBackend.secret', secret]],
  );
  const ofMfa: Given[] = props.mfa?._secret ? [['Mfa.secret', props.mfa._secret]] : [];
  return [...own, ...ofBackends, ...ofMfa];
}

/** Those that are sent as they are, which are checked where they are given. */
function proofsOf({ oauthClients, clientAddress, importedHashes }: UsersApiProps) {
  const ofClients = (oauthClients ?? []).map(
    ({ clientSecret }): Given => ['OAuthClient.clientSecret', clientSecret],
  );
  const address = clientAddress?._settings;
  const ofProxy: Given[] =
    address?.kind === 'cloudfront' ? [['ClientAddress.secret', address.secret]] : [];
  const ofHashes = importedHashesOf({ importedHashes }).flatMap((each): Given[] =>
    each.scheme === 'firebase' ? [['ImportedHash.signerKey', each.signerKey]] : [],
  );
  return [...ofClients, ...ofProxy, ...ofHashes];
}
