import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { UsersApi, type UsersApiProps } from '../../../lib';
import { newStack } from '../support';

/** Changes by name, each a row of docs/customize.md: makes the change, and looks at the template. */
export type Cases = Readonly<Record<string, () => void>>;

/** A stack with a `UsersApi` to be changed. */
export function usersApi(props?: UsersApiProps): { stack: Stack; users: UsersApi } {
  const stack = newStack();
  return { stack, users: new UsersApi(stack, 'Users', props) };
}

/** Properties of all resources of a type, by logical id. */
export function propertiesOf(stack: Stack, type: string): Record<string, Properties> {
  const found = Object.entries(Template.fromStack(stack).findResources(type));
  return Object.fromEntries(found.map(([id, { Properties }]) => [id, Properties ?? {}]));
}

// biome-ignore lint/suspicious/noExplicitAny: properties of any resource, as a template has them
type Properties = Record<string, any>;

/** Properties of the one resource of a type whose logical id has `part`. */
export function only(stack: Stack, type: string, part = ''): Properties {
  const found = Object.entries(propertiesOf(stack, type)).filter(([id]) => id.includes(part));
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) {
    throw new Error(`${type} ${part}: expected one, got ${found.map(([id]) => id).join(', ')}`);
  }
  return first[1];
}
