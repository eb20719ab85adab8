import { Lazy, Stack, Stage } from 'aws-cdk-lib';
import {
  type CfnApi,
  CfnApiMapping,
  CfnDomainName,
  CfnStage,
  type IHttpApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { available } from '../available';
import { Found, known, UsersApiError } from '../errors';
import { isOf } from '../is-of';
import { warnAtSynth } from '../late-warnings';
import { urlOf } from '../settings/domain';
import type { Settings } from '../settings/settings';
import { rememberDomain } from './dns';
import { definitionOf, pathOf } from './given-api';

/**
 * Base URL of the routes as clients see it, without a slash at the end. Stages and domains may be defined
 * after the construct, so unless it is given it is worked out when the app is synthesised; where that can't
 * be done, synth refuses and names `domain`.
 */
export function publicUrlOf(
  scope: Construct,
  httpApi: IHttpApi,
  { domain, basePath }: Pick<Settings, 'domain' | 'basePath'>,
): string {
  rememberDomain(scope, domain);
  const given = urlOf(domain, basePath);
  if (given !== undefined) {
    if (domain?.kind === 'at') noteForLocalRuns(scope, httpApi, { url: given, path: basePath });
    return given;
  }
  const place = () => placeOf(scope, httpApi);
  scope.node.addValidation({
    validate: () => {
      const { problem } = place();
      return problem === undefined ? [] : [problem.message];
    },
  });
  warnAtSynth(scope, () =>
    place().isGuess
      ? [
          {
            id: 'cdk-users-api:unknownStage',
            message:
              `httpApi: got ${pathOf(httpApi)}, an import without an apiEndpoint, expected one whose stage is ` +
              'known; its URL is taken to be that of the stage $default, so say where clients reach it, as in ' +
              "domain: UsersDomain.at('https://api.example.com/users')",
          },
        ]
      : [],
  );
  return `${Lazy.uncachedString({ produce: () => place().url })}${basePath}`;
}

/**
 * Metadata by which the local runtime knows which URLs stand for the API, as nothing else in the template says
 * so; it is in `packages/local` as well.
 */
const PUBLIC_URLS = 'cdk-users-api:publicUrls';

function noteForLocalRuns(
  scope: Construct,
  httpApi: IHttpApi,
  place: { readonly url: string; readonly path: string },
): void {
  const api = definitionOf(scope, httpApi);
  api?.addMetadata(PUBLIC_URLS, [...(api.getMetadata(PUBLIC_URLS) ?? []), place]);
}

/** Where an API is, or why that is not known. */
interface Place {
  readonly url: string;
  readonly problem?: UsersApiError;
  /** Nothing says on which stage it is. */
  readonly isGuess?: boolean;
}

/** On its domain, if it is mapped to one, else on its stage. */
function placeOf(scope: Construct, httpApi: IHttpApi): Place {
  const all = (Stage.of(scope) ?? scope.node.root).node.findAll();
  const stages = all.filter(isOf(CfnStage)).filter(({ apiId }) => apiId === httpApi.apiId);
  const mappings = all.filter(isOf(CfnApiMapping)).filter(({ apiId }) => apiId === httpApi.apiId);
  if (mappings.length === 0) return onStage(httpApi, stages, definitionOf(scope, httpApi));
  const domains = all.filter(isOf(CfnDomainName));
  return onDomain(httpApi, mappings, domains);
}

function onDomain(
  httpApi: IHttpApi,
  mappings: readonly CfnApiMapping[],
  domains: readonly CfnDomainName[],
): Place {
  const wildcardOf = ({ domainName }: CfnApiMapping) => {
    const name = domains.find(({ ref }) => ref === domainName)?.domainName ?? domainName;
    return known(name)?.includes('*') ? name : undefined;
  };
  // Nothing can be reached at a wildcard itself.
  const named = mappings.filter((mapping) => wildcardOf(mapping) === undefined);
  const [first, ...others] = named;
  if (first === undefined) {
    const wildcards = mappings.map((mapping) => JSON.stringify(wildcardOf(mapping)));
    return unknown(httpApi, `the wildcard domain ${wildcards.join(', ')}`);
  }
  const urlOf = (mapping: CfnApiMapping) =>
    `https://${mapping.domainName}${segmentOf(mapping.apiMappingKey)}`;
  if (others.length === 0) return { url: urlOf(first) };
  const preferred = available(() => httpApi.defaultStage?.domainUrl)?.replace(/\/$/, '');
  if (preferred !== undefined && named.map(urlOf).includes(preferred)) return { url: preferred };
  return unknown(httpApi, `${mappings.length} domains or paths of domains`);
}

function onStage(
  httpApi: IHttpApi,
  stages: readonly CfnStage[],
  definition: CfnApi | undefined,
): Place {
  if (definition?.disableExecuteApiEndpoint === true) {
    return unknown(httpApi, 'a disabled endpoint and no domain');
  }
  const [first, ...others] = stages;
  if (first === undefined && definition !== undefined) return unknown(httpApi, 'no stage');
  const given = executeApiOf(httpApi);
  const endpoint = given.replace(/\/$/, '');
  if (!isHttpsOrigin(endpoint)) {
    return unknown(httpApi, `the apiEndpoint ${JSON.stringify(given)}, which is no https origin`);
  }
  if (stages.some(({ stageName }) => stageName === '$default')) return { url: endpoint };
  // An import is taken as it was described.
  if (first === undefined) {
    const isGuess = available(() => httpApi.apiEndpoint) === undefined;
    return { url: endpoint, isGuess };
  }
  if (others.length > 0) return unknown(httpApi, `the ${stages.length} stages ${namesOf(stages)}`);
  return { url: `${endpoint}${segmentOf(first.stageName)}` };
}

function unknown(httpApi: IHttpApi, got: string): Place {
  return {
    url: executeApiOf(httpApi),
    problem: new UsersApiError('domain', {
      got: new Found(`none for ${pathOf(httpApi)} with ${got}`),
      expected: 'one URL that tokens and redirects can name',
      fix: "give the base URL that clients see, as in domain: UsersDomain.at('https://api.example.com/users')",
    }),
  };
}

/** The endpoint that API Gateway gives, without a stage. */
function executeApiOf(httpApi: IHttpApi): string {
  const { urlSuffix } = Stack.of(httpApi);
  return (
    available(() => httpApi.apiEndpoint) ??
    `https://${httpApi.apiId}.execute-api.${httpApi.env.region}.${urlSuffix}`
  );
}

/** Whether it is one, if that is known at synth. */
function isHttpsOrigin(endpoint: string): boolean {
  const url = known(endpoint);
  if (url === undefined) return true;
  return /^https:\/\/[^*]+$/.test(url) && URL.canParse(url) && new URL(url).origin === url;
}

function segmentOf(segment: string | undefined): string {
  return segment ? `/${segment}` : '';
}

function namesOf(stages: readonly CfnStage[]): string {
  return stages.map(({ stageName }) => JSON.stringify(stageName)).join(', ');
}
