import { Stack } from 'aws-cdk-lib';
import type { ICertificateRef } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnHostedZone, type IHostedZone, type IHostedZoneRef } from 'aws-cdk-lib/aws-route53';
import { available } from '../available';
import { Found, known, UsersApiError } from '../errors';
import { checkUrl } from './urls';

export interface CustomDomain {
  readonly kind: 'custom';
  readonly domainName: string;
  readonly certificate: ICertificateRef;
  readonly hostedZone?: IHostedZoneRef;
  readonly disableExecuteApiEndpoint: boolean;
}

/** Where clients reach the API, if that was said. */
export type DomainSettings = CustomDomain | { readonly kind: 'at'; readonly url: string };

/** A host of the public DNS in the form that browsers compare origins in. */
const HOST = /^(?!.{254})([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]([a-z\d-]{0,61}[a-z\d])?$/;

/** Refuses a domain that tokens and redirects can't name, or that can't be that of the routes. */
export function checkDomain(
  domain: DomainSettings | undefined,
  { basePath, httpApi }: { readonly basePath: string; readonly httpApi?: unknown },
): void {
  if (domain === undefined) return;
  if (domain.kind === 'at') {
    checkBaseUrl(domain.url, basePath);
    return;
  }
  if (httpApi !== undefined) {
    throw new UsersApiError('domain', {
      got: new Found('UsersDomain.custom together with httpApi'),
      expected: 'a custom domain only for the API that the construct makes',
      fix: "map that API with its defaultDomainMapping, or with an ApiMapping, whose domain is then the URL's; or say where it answers with UsersDomain.at",
    });
  }
  checkDomainName(domain.domainName);
  checkHostedZone(domain);
}

/** The base URL, where the domain says it. */
export function urlOf(domain: DomainSettings | undefined, basePath: string): string | undefined {
  switch (domain?.kind) {
    case undefined:
      return undefined;
    case 'at':
      return domain.url;
    case 'custom':
      return `https://${domain.domainName}${basePath}`;
  }
}

/** Origins that are the API's own, whatever host a function sees: a proxy may stand between. */
export function originsOf(domain: DomainSettings | undefined): readonly string[] {
  if (domain?.kind === 'custom') return [`https://${domain.domainName}`];
  const url = known(domain?.url);
  return url === undefined ? [] : [new URL(url).origin];
}

function checkDomainName(given: string): void {
  const name = known(given);
  if (name === undefined || HOST.test(name)) return;
  throw new UsersApiError('domain', {
    got: name,
    expected: 'the name of one host in lower case, such as "auth.example.com"',
    fix: 'leave out scheme, port, path and wildcard; a path is basePath',
  });
}

/** Refuses a zone that can't have records of the name, or that only a VPC reads. */
function checkHostedZone({ domainName, hostedZone }: CustomDomain): void {
  if (hostedZone === undefined) return;
  const name = known(domainName);
  const zone = known(zoneNameOf(hostedZone))?.replace(/\.$/, '');
  const fix = `give the public hosted zone of ${name ?? 'the domain'}, or leave it out and set the DNS yourself`;
  if (isPrivate(hostedZone)) {
    throw new UsersApiError('domain.hostedZone', {
      got: new Found(`${hostedZone.node.path}, a private one`),
      expected: 'a public hosted zone, whose records clients find',
      fix,
    });
  }
  if (name === undefined || zone === undefined || `.${name}`.endsWith(`.${zone}`)) return;
  throw new UsersApiError('domain.hostedZone', {
    got: new Found(`the zone ${JSON.stringify(zone)} for ${JSON.stringify(name)}`),
    expected: 'one whose name the domain ends with',
    fix,
  });
}

function zoneNameOf(zone: IHostedZoneRef): string | undefined {
  // An import by its id throws for its name.
  return available(() =>
    zone instanceof CfnHostedZone ? zone.name : (zone as IHostedZone).zoneName,
  );
}

function isPrivate(zone: IHostedZoneRef): boolean {
  const resource = [zone, zone.node.defaultChild].find((each) => each instanceof CfnHostedZone);
  const vpcs: unknown = resource && Stack.of(resource).resolve(resource.vpcs);
  return Array.isArray(vpcs) && vpcs.length > 0;
}

function checkBaseUrl(given: string, basePath: string): void {
  const url = known(given);
  if (url === undefined) return;
  checkUrl('domain', url, {
    fix: 'give the base URL that clients see, such as "https://api.example.com/users"',
    query: false,
  });
  const { origin, hostname, pathname } = new URL(url);
  checkHost(url, hostname);
  const path = pathname === '/' ? '' : pathname;
  // As in a base path, and percent-encoded.
  const isPlain = url === `${origin}${path}` && /^(\/[\w.~%-]+)*$/.test(path);
  if (isPlain && (known(basePath) === undefined || path.endsWith(basePath))) return;
  throw new UsersApiError('domain', {
    got: url,
    expected: `a URL that ends with the base path "${basePath}", without a slash at the end`,
    fix: 'append the base path, as in "https://api.example.com/v1/users", or set basePath',
  });
}

/** No browser takes a wildcard for a host, and no token can name one. */
function checkHost(url: string, hostname: string): void {
  if (!hostname.includes('*')) return;
  throw new UsersApiError('domain', {
    got: url,
    expected: 'one host, without a wildcard',
    fix: 'give the base URL that clients see, such as "https://api.example.com/users"',
  });
}
