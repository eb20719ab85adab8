import { type IResource, type Stack, Token } from 'aws-cdk-lib';
import type { UsersApiProps } from '../../users-api-props';
import { Found, UsersApiError } from '../errors';

/** What of a given resource can only work where the functions are. */
const WHY = {
  table: 'their event source mapping reads streams of no other',
  eventBus: 'rules and functions are on the bus by its name',
  httpApi: 'its routes call functions of no other',
} as const satisfies Partial<Record<keyof UsersApiProps, string>>;

type Given = Pick<UsersApiProps, keyof typeof WHY>;

/** Refuses resources that are known to be in another Region or account than the stack. */
export function checkEnvironment(given: Given, stack: Stack): void {
  for (const setting of Object.keys(WHY) as (keyof typeof WHY)[]) {
    const resource = given[setting];
    if (resource !== undefined) checkPlace(setting, resource, stack);
  }
}

function checkPlace(setting: keyof typeof WHY, { env }: IResource, stack: Stack): void {
  for (const [part, name] of [
    ['region', 'Region'],
    ['account', 'account'],
  ] as const) {
    const [there, here] = [env[part], stack[part]];
    if (there === '' || Token.isUnresolved(there) || Token.isUnresolved(here)) continue;
    if (there === here) continue;
    throw new UsersApiError(setting, {
      got: new Found(`one of the ${name} ${there}`),
      expected: `one of ${here}, where the functions of ${stack.node.path} are: ${WHY[setting]}`,
      fix: `put the UsersApi into a stack of the ${name} ${there}, or give another`,
    });
  }
}
