import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** What works but may not be meant, with the stable id by which it is acknowledged. */
export interface Warning {
  readonly id: `cdk-users-api:${string}`;
  readonly message: string;
}

/** Warns of what is only known when the app is synthesised and everything in it is there. */
export function warnAtSynth(scope: Construct, warnings: () => readonly Warning[]): void {
  const validate = () => {
    for (const { id, message } of warnings()) Annotations.of(scope).addWarningV2(id, message);
    return [];
  };
  scope.node.addValidation({ validate });
}
