import { Stack } from 'aws-cdk-lib';
import { CfnIdentitySource } from 'aws-cdk-lib/aws-verifiedpermissions';
import type { aws_verifiedpermissions } from 'aws-cdk-lib/interfaces';
import type { IdentitySourceOptions } from '../../verifier-options';
import { nameOf, placeOf } from '../gateway/authorizer-place';
import type { Authorizers } from '../gateway/authorizers';
import { type Issuer, waitForKeys } from '../gateway/verifiable';
import { checkKnownList } from '../settings/lists';

/** @see https://docs.aws.amazon.com/verifiedpermissions/latest/userguide/identity-sources-oidc.html */
export function identitySource(
  users: Issuer,
  authorizers: Authorizers,
  policyStore: aws_verifiedpermissions.IPolicyStoreRef,
  { backends, principalEntityType, entityIdPrefix }: IdentitySourceOptions,
): CfnIdentitySource {
  if (backends !== undefined) checkKnownList('backends', backends, 'names of authBackends');
  const accepted = authorizers.allVerifiable('identitySource', backends);
  const own = Stack.of(policyStore);
  const { scope, prefix } = placeOf(users, own);
  const source = new CfnIdentitySource(
    scope,
    `${prefix}IdentitySource-${nameOf(policyStore, own)}`,
    {
      policyStoreId: policyStore.policyStoreRef.policyStoreId,
      principalEntityType,
      configuration: {
        openIdConnectConfiguration: {
          issuer: users.url,
          entityIdPrefix,
          tokenSelection: {
            accessTokenOnly: {
              audiences: accepted.map(({ audience }) => audience),
              principalIdClaim: 'sub',
            },
          },
        },
      },
    },
  );
  waitForKeys(source, users);
  return source;
}
