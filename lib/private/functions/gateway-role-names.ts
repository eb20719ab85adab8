import type { FunctionSettings } from '../settings/function-options';
import { named } from './overrides';

/** Settings of the functions, of which options of their roles are for those of API Gateway as well. */
export type RoleSettings = Pick<FunctionSettings, 'functionLayout' | 'functionOptions'>;

/**
 * Construct ids and names by the layout of the functions. Functions of another layout are other functions, and the roles of both are
 * there while a deployment changes it: a route is answered by the old function, which the old role may call, until its integration
 * has the new ones.
 */
const ROLES = {
  'per-action': { id: 'GatewayRole', name: 'gateway' },
  grouped: { id: 'GatewayRoleOfGroups', name: 'gateway-groups' },
} as const;

/** What a role of API Gateway is called, without a number the first; it has a name where names are set. */
export function gatewayRoleOf({ functionLayout, functionOptions }: RoleSettings, number = '') {
  const { id, name } = ROLES[functionLayout];
  return {
    id: `${id}${number}`,
    roleName: named(functionOptions.roleNamePrefix, `${name}${number}`),
  };
}
