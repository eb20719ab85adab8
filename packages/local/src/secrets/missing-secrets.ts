import type { FunctionDefinition } from '../lambda/definition.ts';
import type { SecretStore } from './secret-store.ts';

const ARN = /arn:[\w-]+:secretsmanager:[\w-]+:\d+:secret:[\w/+=.@-]+/g;

/** Secrets that functions are told of, and that neither the stack nor a run before has made, in words for a person. */
export function missingSecrets(
  functions: readonly Pick<FunctionDefinition, 'environment'>[],
  store: SecretStore,
): readonly string[] {
  const arns = functions.flatMap(({ environment }) =>
    Object.values(environment).flatMap((value) => String(value).match(ARN) ?? []),
  );
  return [...new Set(arns)]
    .filter((arn) => store.find(arn) === undefined)
    .map(
      (arn) =>
        `this machine has no secret ${arn.split(':secret:')[1]}, which the stack does not make: functions that read it fail; for a run here, make it in the stack, with a value`,
    );
}
