import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { UsersApiError } from './errors';
import { featuresWith } from './functions/context';
import type { Knowledge } from './knowledge';
import { keyPairBackend } from './settings/key-pair-backend';
import type { Settings } from './settings/settings';

/** Everything, since the construct made it. The functions are those at the time of the question. */
export function ownKnowledge(
  users: Construct & { readonly functions: Readonly<Record<string, IFunction>> },
  settings: Settings,
): Knowledge {
  const { authBackends } = settings;
  return {
    features: featuresWith(settings),
    authBackends,
    functionNamed(name) {
      const found = users.functions[name];
      if (found !== undefined) return found;
      throw new UsersApiError('functions', {
        got: name,
        expected: `one of ${Object.keys(users.functions).join(', ')}`,
        fix: 'give the name of a function of this API',
      });
    },
    functionNames: () => Object.keys(users.functions),
    defaultAudience: () => keyPairBackend(authBackends, undefined).audience,
  };
}
