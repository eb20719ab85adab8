import type { StackScope } from '../cloudformation/stack-scope.ts';
import { resourcesOf, type Template } from '../cloudformation/template.ts';
import type { SecretStore } from './secret-store.ts';

/** Makes the secrets of a stack that are not there yet, and lets the template know their ARNs. */
export function identifySecrets(template: Template, scope: StackScope, store: SecretStore): void {
  for (const { logicalId, properties } of resourcesOf(template, 'AWS::SecretsManager::Secret')) {
    const { arn } = store.ensure(String(scope.ref(logicalId)), scope.properties(properties));
    scope.identify(logicalId, { ref: arn, attributes: { Id: arn, Arn: arn } });
  }
}
