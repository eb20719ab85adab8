import { type Feature, textsWith } from '../../contract/features.ts';
import { PROOF_ASKED } from '../../contract/fresh-proof.ts';
import { concernOf } from '../../contract/index.ts';
import { isRouted, type Routed } from '../../contract/refused.ts';
import { constructId } from '../functions/construct-id';
import { featuresWith } from '../functions/features-with';
import type { Planned } from '../functions/plan';
import { routePathOf } from '../functions/route-path';
import { bodyOf } from './bodies';
import type { Described } from './components';
import type { Making } from './making';
import { refusalsIn } from './refusals';
import { schemaNamed } from './route-schemas';
import { isByRefreshCookie, securityOf } from './security';
import { successOf } from './successes';

/** One operation of the document: where it is, and what it says. */
export interface Operation {
  readonly path: string;
  readonly method: string;
  readonly says: Described;
}

/** @throws for a function without a route */
export function operationOf(making: Making, planned: Planned): Operation {
  const { action, name, backend, client } = planned;
  if (!isRouted(action)) throw new Error(`${name} has no route`);
  const { settings, components } = making;
  const features = featuresWith(settings, { backends: backend && [backend], client });
  const has = (feature: Feature) => features.includes(feature);
  const body = isByRefreshCookie(action.onlyWith, backend)
    ? undefined
    : bodyOf(making, action, has);
  const description = descriptionOf(action, has);
  const id = constructId(name);
  return {
    path: routePathOf(planned, settings) || '/',
    method: action.route.method.toLowerCase(),
    says: {
      operationId: `${id.charAt(0).toLowerCase()}${id.slice(1)}`,
      tags: [concernOf(action)],
      summary: action.summary,
      ...(description && { description }),
      security: securityOf(planned, settings),
      ...parametersOf(making, action, planned),
      ...(body && { requestBody: body }),
      responses: {
        ...successOf(making, planned, action, has),
        ...refusalsIn(components, action, {
          has,
          hasBearer: settings.authBackends.some(({ _transport }) => _transport.kind === 'bearer'),
          hasHooks: settings.userModel?.hasHooks ?? false,
          takesBody: body !== undefined,
        }),
      },
    },
  };
}

function descriptionOf({ caller, freshProof }: Routed, has: (feature: Feature) => boolean): string {
  const isSuperuser = caller === 'superuser';
  const proof = PROOF_ASKED[freshProof][isSuperuser ? 'superuser' : 'user'];
  const who = isSuperuser ? ['Only superusers may call it.'] : [];
  return [...who, ...textsWith(proof, has)].join(' ');
}

/** Of the path and of the query. */
function parametersOf(
  { settings, schemas }: Making,
  { name, route }: Routed,
  { client }: Planned,
): Described {
  const clients = settings.oauthClients.map((each) => each.name);
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => parameter);
  const own = inPath
    .filter((parameter) => parameter !== 'backend' && !(parameter === 'client' && client))
    .map((parameter) => ({
      name: parameter,
      in: 'path',
      required: true,
      ...PATH_PARAMETERS[parameter],
      ...(parameter === 'client' &&
        route.path.includes('/authorize') && {
          schema: { type: 'string', enum: clients },
        }),
    }));
  const query = route.query && schemaNamed(schemas.queries, name);
  const inQuery = Object.entries(query?.properties ?? {}).map(
    ([parameter, { description, ...schema }]) => ({
      name: parameter,
      in: 'query',
      // The schema is of what is read, where one with a default always is.
      required: !('default' in schema) && (query?.required?.includes(parameter) ?? false),
      description,
      schema,
    }),
  );
  const parameters = [...own, ...inQuery];
  return parameters.length === 0 ? {} : { parameters };
}

const PATH_PARAMETERS: Readonly<Record<string, Described>> = {
  id: {
    description: 'Id of the user, or of the session.',
    schema: { type: 'string', format: 'uuid' },
  },
  session_id: { description: 'Id of the session.', schema: { type: 'string', format: 'uuid' } },
  passkey_id: { description: 'Id of the passkey.', schema: { type: 'string' } },
  client: { description: 'Name of the OAuth client.', schema: { type: 'string' } },
  subject: { description: "The provider's own id of the account.", schema: { type: 'string' } },
};
