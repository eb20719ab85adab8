import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import { SETTINGS } from '../../contract/index.ts';
import type { UsersApiProps } from '../../users-api-props';
import { checkSecret } from './secret-value';

/**
 * Refuses secrets that keys are derived from and that are known to be too short: what keys are made
 * of must not be guessed (RFC 8725, 3.5). The functions check those whose value synth can't know.
 */
export function checkSecrets(props: UsersApiProps): void {
  for (const setting of SETTINGS) {
    if (setting.kind !== 'secret' || setting.of !== undefined) continue;
    checkSecret(
      setting.prop,
      props[setting.prop as keyof UsersApiProps] as aws_secretsmanager.ISecretRef | undefined,
    );
  }
  for (const { secret } of props.authBackends ?? []) checkSecret('AuthBackend.secret', secret);
}
