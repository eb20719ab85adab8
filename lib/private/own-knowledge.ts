import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { EventSchemas } from './events/event-schemas';
import { listensTo } from './events/listening';
import { featuresWith } from './functions/context';
import { functionNamed } from './functions/function-named';
import type { Knowledge } from './knowledge';
import { keyPairBackend } from './settings/key-pair-backend';
import type { Settings } from './settings/settings';

/** Everything, since the construct made it. The functions are those at the time of the question. */
export function ownKnowledge(
  users: Construct & { readonly functions: Readonly<Record<string, IFunction>> },
  settings: Settings,
  schemas: EventSchemas | undefined,
): Knowledge {
  const { authBackends } = settings;
  return {
    get features() {
      return featuresWith(settings);
    },
    authBackends,
    functionNamed: (name) => functionNamed(users.functions, name),
    listensTo: (type) => listensTo(users, type, { settings, functions: users.functions, schemas }),
    functionNames: () => Object.keys(users.functions),
    defaultAudience: () => keyPairBackend(authBackends, undefined).audience,
  };
}
