/** What only AWS can show. `npm run tables` writes docs/aws-claims.md from it. */
import type { Claim, ClaimGroup } from './claim.ts';
import { OPERATIONS } from './operations.ts';
import { PERMISSIONS } from './permissions.ts';
import { REQUESTS } from './requests.ts';

export const CLAIM_GROUPS: readonly ClaimGroup[] = [REQUESTS, PERMISSIONS, OPERATIONS];

export const CLAIMS: readonly Claim[] = CLAIM_GROUPS.flatMap(({ claims }) => claims);
