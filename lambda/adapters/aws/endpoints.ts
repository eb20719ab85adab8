/** Where services of AWS are, as the SDK's own rules have it; a test compares both. */
import { SetupError } from '../../users/errors.ts';
import type { Environment } from './environment-credentials.ts';

/** A service, as its endpoints and its requests name it. */
export interface Service {
  /** In `AWS_ENDPOINT_URL_...`. */
  readonly id: string;
  /** What its host names begin with. */
  readonly prefix: string;
  /** Beginnings of names of Regions where that host is the one of FIPS. */
  readonly fipsAnyway?: string;
  /** In the scope of signatures. */
  readonly signingName: string;
  /** In `X-Amz-Target`, before the operation. */
  readonly target: string;
  /** Of AWS JSON. */
  readonly version: '1.0' | '1.1';
}

export const DYNAMODB: Service = {
  id: 'DYNAMODB',
  prefix: 'dynamodb',
  fipsAnyway: 'us-gov-',
  signingName: 'dynamodb',
  target: 'DynamoDB_20120810',
  version: '1.0',
};

export const SECRETS_MANAGER: Service = {
  id: 'SECRETS_MANAGER',
  prefix: 'secretsmanager',
  signingName: 'secretsmanager',
  target: 'secretsmanager',
  version: '1.1',
};

export const EVENT_BRIDGE: Service = {
  id: 'EVENTBRIDGE',
  prefix: 'events',
  fipsAnyway: 'us-gov-',
  signingName: 'events',
  target: 'AWSEvents',
  version: '1.1',
};

/** Domains by what the names of their Regions begin with; all others are in `amazonaws.com`. */
const DOMAINS = {
  'cn-': 'amazonaws.com.cn',
  'eusc-': 'amazonaws.eu',
  'us-iso-': 'c2s.ic.gov',
  'us-isob-': 'sc2s.sgov.gov',
  'us-isof-': 'csp.hci.ic.gov',
  'eu-isoe-': 'cloud.adc-e.uk',
};

/** @throws SetupError where it is missing */
export function regionIn({ AWS_REGION: region }: Environment): string {
  if (region) return region;
  throw new SetupError('no Region of AWS: the environment has no AWS_REGION, which Lambda sets');
}

/**
 * The endpoint of a service for a function with this environment. Variables give another one: of a local runtime or an emulator.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointOf(service: Service, environment: Environment): URL {
  const given = environment[`AWS_ENDPOINT_URL_${service.id}`] ?? environment.AWS_ENDPOINT_URL;
  if (given) return new URL(given);
  const region = regionIn(environment);
  const { prefix, fipsAnyway } = service;
  const isFips = environment.AWS_USE_FIPS_ENDPOINT === 'true';
  const isOther = isFips && !(fipsAnyway && region.startsWith(fipsAnyway));
  return new URL(`https://${prefix}${isOther ? '-fips' : ''}.${region}.${domainOf(region)}`);
}

function domainOf(region: string): string {
  const [, domain = 'amazonaws.com'] =
    Object.entries(DOMAINS).find(([beginning]) => region.startsWith(beginning)) ?? [];
  return domain;
}
