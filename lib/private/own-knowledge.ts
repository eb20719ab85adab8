import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { pathOnHost } from '../contract/places.ts';
import type { EventSchemas } from './events/event-schemas';
import { listensTo } from './events/listening';
import type { Relay } from './events/relay';
import { featuresWith } from './functions/features-with';
import { functionNamed } from './functions/function-named';
import { namedAfter } from './functions/function-names';
import type { Knowledge } from './knowledge';
import { keyPairBackend } from './settings/key-pair-backend';
import type { Settings } from './settings/settings';

interface Parts {
  readonly settings: Settings;
  readonly relay: Relay;
  readonly schemas: EventSchemas | undefined;
}

/** Everything, since the construct made it. The functions are those at the time of the question. */
export function ownKnowledge(
  users: Construct & { readonly functions: Readonly<Record<string, IFunction>> },
  { settings, relay, schemas }: Parts,
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
    routeOf: (name) => routeOf(name, settings),
    defaultAudience: () => keyPairBackend(authBackends, undefined).audience,
    countedMapping: () => relay.countedMapping(),
    undeliveredBucket: () => relay.failures.bucketName,
  };
}

/** As it is on the API: `POST /users/login/jwt`. */
function routeOf(name: string, { basePath, routeLayout }: Settings): string | undefined {
  const { action, served = '' } = namedAfter(name) ?? {};
  if (action?.route === undefined) return undefined;
  const path = pathOnHost(basePath, routeLayout, action.route).replace(
    /\{(?:backend|client)\}/,
    (parameter) => (served === '' ? parameter : served),
  );
  return `${action.route.method} ${path}`;
}
