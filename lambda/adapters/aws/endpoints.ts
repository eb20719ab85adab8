/** Where services of AWS are, as the SDK's own rules have it; a test compares both. */
import { SetupError } from '../../users/errors.ts';
import type { Environment } from './environment-credentials.ts';

/** A service, as its endpoints and its requests name it. */
export interface Service {
  /** In `AWS_ENDPOINT_URL_...`. */
  readonly id: string;
  /** What its host names begin with. */
  readonly prefix: string;
  /** Domains of GovCloud in which that host is the one of FIPS. */
  readonly fipsInGov?: readonly string[];
  /** Domains in which that host takes IPv6 as well, so that there is no other for it. */
  readonly takesBothIn?: readonly string[];
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
  fipsInGov: ['amazonaws.com'],
  signingName: 'dynamodb',
  target: 'DynamoDB_20120810',
  version: '1.0',
};

export const SECRETS_MANAGER: Service = {
  id: 'SECRETS_MANAGER',
  prefix: 'secretsmanager',
  takesBothIn: ['amazonaws.com', 'amazonaws.com.cn'],
  signingName: 'secretsmanager',
  target: 'secretsmanager',
  version: '1.1',
};

export const EVENT_BRIDGE: Service = {
  id: 'EVENTBRIDGE',
  prefix: 'events',
  fipsInGov: ['amazonaws.com', 'api.aws'],
  signingName: 'events',
  target: 'AWSEvents',
  version: '1.1',
};

/** Domains by what the names of their Regions begin with, and the domains of hosts for IPv4 and IPv6. */
const DOMAINS = [
  ['cn-', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
  ['eusc-', 'amazonaws.eu', 'api.amazonwebservices.eu'],
  ['us-iso-', 'c2s.ic.gov', 'api.aws.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov', 'api.aws.scloud'],
  ['us-isof-', 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'],
] as const;

/** Of all other Regions. */
const USUAL = ['', 'amazonaws.com', 'api.aws'] as const;

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
  const given = environment[`AWS_ENDPOINT_URL_${service.id}`] || environment.AWS_ENDPOINT_URL;
  if (given) return new URL(given);
  const region = regionIn(environment);
  const domain = domainOf(service, region, environment.AWS_USE_DUALSTACK_ENDPOINT === 'true');
  const isFipsAnyway = region.startsWith('us-gov-') && service.fipsInGov?.includes(domain);
  const isOther = environment.AWS_USE_FIPS_ENDPOINT === 'true' && !isFipsAnyway;
  return new URL(`https://${service.prefix}${isOther ? '-fips' : ''}.${region}.${domain}`);
}

function domainOf({ takesBothIn }: Service, region: string, isForBoth: boolean): string {
  const [, usual, both] = DOMAINS.find(([beginning]) => region.startsWith(beginning)) ?? USUAL;
  return isForBoth && !takesBothIn?.includes(usual) ? both : usual;
}
