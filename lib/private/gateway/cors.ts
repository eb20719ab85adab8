import { Duration } from 'aws-cdk-lib';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  type IHttpApi,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { known } from '../errors';
import { type Warning, warnAtSynth } from '../late-warnings';
import type { Settings } from '../settings/settings';
import { definitionOf, pathOf, propertiesOf } from './given-api';

/** Those of the routes. */
const METHODS = [
  CorsHttpMethod.GET,
  CorsHttpMethod.POST,
  CorsHttpMethod.PATCH,
  CorsHttpMethod.DELETE,
];

/** What pages of the allowed origins may do. */
export function cors({ corsOrigins, allowedHeaders }: Settings): CorsPreflightOptions {
  return {
    allowOrigins: [...corsOrigins],
    allowCredentials: true,
    allowMethods: METHODS,
    allowHeaders: [...allowedHeaders],
    exposeHeaders: [
      'content-disposition',
      'link',
      'retry-after',
      'www-authenticate',
      'x-request-id',
    ],
    // The longest that Chromium keeps the answer to a preflight.
    maxAge: Duration.hours(2),
  };
}

/** Warns where pages of the allowed origins can't call a given API, which has a CORS of its own. */
export function warnOfCors(scope: Construct, httpApi: IHttpApi, settings: Settings): void {
  if (settings.corsOrigins.length === 0) return;
  warnAtSynth(scope, () => {
    const got = lackingOf(scope, httpApi, settings);
    return got === undefined ? [] : [warning(httpApi, got)];
  });
}

function warning(httpApi: IHttpApi, got: string): Warning {
  return {
    id: 'cdk-users-api:corsOfGivenApi',
    message:
      `allowedOrigins: got the httpApi ${pathOf(httpApi)}, ${got}, expected CORS for these origins, as browsers ` +
      'keep answers from their pages otherwise; the corsPreflight that it needs is in docs/frontend.md',
  };
}

/** What a given API's CORS lacks, in words; `undefined` if nothing. */
function lackingOf(scope: Construct, httpApi: IHttpApi, settings: Settings): string | undefined {
  const definition = definitionOf(scope, httpApi);
  if (definition === undefined) return 'an import, whose CORS cannot be seen here';
  const { CorsConfiguration: found } = propertiesOf(definition);
  if (found === undefined) return 'which has no CORS';
  // Known only at deployment, or written by a function of CloudFormation.
  if (!isConfiguration(found)) return undefined;
  const needed = neededBy(settings);
  const lacking = [
    ...missing('the origin', found.AllowOrigins, needed.origins, coversOrigin),
    ...(needed.credentials && !found.AllowCredentials ? ['credentials'] : []),
    ...missing('the method', found.AllowMethods, needed.methods, isEqual),
    ...missing('the header', found.AllowHeaders, needed.headers, isEqual),
  ];
  return lacking.length === 0 ? undefined : `whose CORS lacks ${lacking.join(', ')}`;
}

interface Configuration {
  readonly AllowOrigins?: unknown;
  readonly AllowCredentials?: unknown;
  readonly AllowMethods?: unknown;
  readonly AllowHeaders?: unknown;
}

function isConfiguration(found: unknown): found is Configuration {
  return Object.keys(Object(found)).some((key) => key.startsWith('Allow'));
}

function neededBy({ authBackends, oauthClients, corsOrigins, allowedHeaders }: Settings) {
  const bearers = authBackends.filter(({ _transport: { kind } }) => kind !== 'cookie');
  return {
    origins: corsOrigins.flatMap((origin) => known(origin) ?? []),
    // The attempt to log in at a provider is in a cookie.
    credentials: bearers.length < authBackends.length || oauthClients.length > 0,
    methods: METHODS,
    headers: allowedHeaders.filter(
      (name) => name === 'content-type' || (name === 'authorization' && bearers.length > 0),
    ),
  };
}

/** @param listed by the template: what is no list of texts is known only at deployment */
function missing(
  what: string,
  listed: unknown,
  needed: readonly string[],
  covers: (one: string, need: string) => boolean,
): readonly string[] {
  const all = Array.isArray(listed) ? listed : listed === undefined ? [] : ['*'];
  const texts = all.map((each) => (typeof each === 'string' ? each : '*'));
  return needed
    .filter((need) => !texts.some((one) => one === '*' || covers(one, need)))
    .map((need) => `${what} ${need}`);
}

function isEqual(one: string, need: string): boolean {
  return one.toLowerCase() === need.toLowerCase();
}

/** API Gateway takes `https://*` for all origins of a scheme. */
function coversOrigin(one: string, need: string): boolean {
  return one === need || (/^https?:\/\/\*$/.test(one) && need.startsWith(one.slice(0, -1)));
}
