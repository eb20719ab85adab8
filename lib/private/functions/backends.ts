import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { AuthBackend } from '../../auth-backend';
import type { Action } from '../../contract/action.ts';
import type { BackendSettings } from '../../contract/backend.ts';
import type { Context } from './context';

/** The backends that a function serves. */
export function servedBy({ backends, settings }: Context): readonly AuthBackend[] {
  return backends ?? settings.authBackends;
}

/**
 * A backend as its functions get it, with the right to read what signs and what verifies, if
 * they do: of a key pair that is the private and the public half.
 */
export function describeBackend(
  backend: AuthBackend,
  { resources: { tokenSecrets, issuer } }: Context,
  action: Action,
): { readonly settings: BackendSettings; readonly secrets: readonly ISecret[] } {
  const { name, _transport: transport, _strategy: strategy } = backend;
  if (strategy.kind === 'session') return { settings: { name, transport, strategy }, secrets: [] };
  const { keys, refresh } = strategy;
  const { sign, verify } = tokenSecrets.of(backend);
  const hasCookies = transport.kind === 'cookie';
  const signs = action.signs === 'cookies' ? hasCookies : action.signs;
  const verifies = action.caller !== 'anyone' || (action.replaces && hasCookies);
  const refreshSecret = signs && refresh ? tokenSecrets.refresh : undefined;
  return {
    settings: {
      name,
      transport,
      strategy: {
        ...strategy,
        keys:
          keys.kind === 'derived'
            ? { ...keys, secretArn: sign.secretArn }
            : {
                ...keys,
                issuer,
                ...(signs && { signingSecretArn: sign.secretArn }),
                ...(verifies && { publicSecretArn: verify.secretArn }),
              },
        refresh: refresh && { ...refresh, secretArn: refreshSecret?.secretArn },
      },
    },
    secrets: [
      ...(signs || keys.kind === 'derived' ? [sign] : []),
      ...(verifies ? [verify] : []),
      ...(refreshSecret ? [refreshSecret] : []),
    ],
  };
}
