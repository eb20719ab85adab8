/** Tables of what a stack has and may do, for those who let it be deployed. */
import { stacks } from '../stacks/stacks.ts';
import { table } from './markdown.ts';

/** Calls that the roles of a stack may make. */
export function roleCalls(): string {
  return byService(['service', 'calls'], stacks().default.calls, ':');
}

/** Types of the resources of a stack. */
export function resourceTypes(): string {
  const types = stacks().default.types.map((type) => type.replace(/^AWS::/, ''));
  return byService(['service', 'resources'], types, '::');
}

function byService(head: readonly string[], names: readonly string[], separator: string): string {
  const services = new Map<string, string[]>();
  for (const name of names) {
    const [service = '', ...rest] = name.split(separator);
    services.set(service, [...(services.get(service) ?? []), `\`${rest.join(separator)}\``]);
  }
  return table(
    head,
    [...services].map(([service, rest]) => [`\`${service}\``, rest.join(', ')]),
  );
}
