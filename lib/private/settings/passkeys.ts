import { Token } from 'aws-cdk-lib';
import type { PasskeySettings } from '../../contract/passkey-settings.ts';
import { Found, known, UsersApiError } from '../errors';
import type { DomainSettings } from './domain';
import { checkList, isListToken } from './lists';
import { firstRepeated } from './repeated';

/** As it was given, with what it is by default. */
export interface GivenPasskeys extends PasskeySettings {
  readonly relatedOrigins: readonly string[];
}

interface Options {
  readonly rpId: string;
  readonly rpName: string;
  readonly origins: readonly string[];
  readonly relatedOrigins?: readonly string[] | undefined;
  readonly userVerification?:
    | { readonly _requirement: PasskeySettings['userVerification'] }
    | undefined;
}

/** WebAuthn level 3, 6.4.1: authenticators may cut names after 64 bytes. */
const MAX_NAME = 64;
/** A host in the form in which browsers compare domains. */
const DOMAIN = /^(?!.{254})([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]([a-z\d-]{0,61}[a-z\d])?$/;
const LOCALHOST = 'localhost';
/** Of an app's signing certificate: a SHA-256 in base64url. */
const ANDROID_APP = /^android:apk-key-hash:[\w-]{43}$/;

/** Refuses what browsers would refuse, one ceremony after another, and what can't be changed later. */
export function givenPasskeys(options: Options): GivenPasskeys {
  const { rpId, rpName, origins, relatedOrigins = [], userVerification } = options;
  checkDomain(rpId);
  checkName(rpName);
  checkOrigins(rpId, origins);
  checkRelated(rpId, relatedOrigins);
  return {
    ...{ rpId, rpName, origins, relatedOrigins },
    userVerification: userVerification?._requirement ?? 'required',
  };
}

/** Whether the API itself is where browsers ask for related origins. */
export function servesRelatedOrigins(
  given: GivenPasskeys | undefined,
  domain: DomainSettings | undefined,
): boolean {
  if (given === undefined || given.relatedOrigins.length === 0) return false;
  switch (domain?.kind) {
    case undefined:
      return false;
    case 'custom':
      return domain.domainName === given.rpId;
    case 'at':
      return known(domain.url) !== undefined && new URL(domain.url).hostname === given.rpId;
  }
}

function checkDomain(rpId: string): void {
  if (Token.isUnresolved(rpId) || rpId === LOCALHOST || DOMAIN.test(rpId ?? '')) return;
  throw new UsersApiError('Passkeys.rpId', {
    got: rpId,
    expected: 'a domain in lower case, such as "example.com"',
    fix: 'leave out scheme, port and path; the domain of your site, so that its subdomains can use the same passkeys',
  });
}

function checkName(rpName: string): void {
  if (Token.isUnresolved(rpName)) return;
  const isShown = typeof rpName === 'string' && /^\P{Cc}+$/u.test(rpName);
  if (isShown && rpName.trim() === rpName && rpName.length <= MAX_NAME) return;
  throw new UsersApiError('Passkeys.rpName', {
    got: rpName,
    expected: `1 to ${MAX_NAME} characters, without white space around them`,
    fix: 'give the name of your product, as in "Example"',
  });
}

function checkOrigins(rpId: string, origins: readonly string[]): void {
  const prop = 'Passkeys.origins';
  checkList(prop, origins);
  if (isListToken(origins)) return;
  if (origins.length === 0) {
    throw new UsersApiError(prop, {
      got: new Found('an empty list'),
      expected: 'at least one origin',
      fix: `list where your pages are, as in ${JSON.stringify(`https://${rpId}`)}`,
    });
  }
  checkDistinct(prop, origins);
  for (const origin of origins) checkOwn(rpId, origin);
}

function checkOwn(rpId: string, origin: string): void {
  const given = known(origin);
  if (given === undefined || ANDROID_APP.test(given)) return;
  checkForm('Passkeys.origins', given);
  const { hostname } = new URL(given);
  if (Token.isUnresolved(rpId) || isUnder(rpId, hostname)) return;
  throw new UsersApiError('Passkeys.origins', {
    got: given,
    expected:
      rpId === LOCALHOST ? `${rpId} as the host` : `${rpId} or a subdomain of it as the host`,
    fix: 'choose an rpId that all hosts end with, or list the pages of another site in relatedOrigins',
  });
}

function checkRelated(rpId: string, origins: readonly string[]): void {
  const prop = 'Passkeys.relatedOrigins';
  checkList(prop, origins);
  if (isListToken(origins)) return;
  checkDistinct(prop, origins);
  for (const origin of origins) {
    const given = known(origin);
    if (given === undefined) continue;
    checkForm(prop, given);
    if (Token.isUnresolved(rpId) || !isUnder(rpId, new URL(given).hostname)) continue;
    throw new UsersApiError(prop, {
      got: given,
      expected: `the origin of another site than ${rpId}`,
      fix: 'list it in origins: its pages need no more',
    });
  }
}

/** Whether browsers let pages of a host ask for the passkeys of a domain: to them names below `localhost` are sites of their own. */
function isUnder(rpId: string, hostname: string): boolean {
  return hostname === rpId || (rpId !== LOCALHOST && hostname.endsWith(`.${rpId}`));
}

/** As browsers say origins, and only those of pages that nobody on the way can have changed. */
function checkForm(prop: string, given: string): void {
  const isOrigin = URL.canParse(given) && new URL(given).origin === given;
  const isPlain = isOrigin && /^https?:\/\/[a-z\d._-]+(:\d+)?$/.test(given);
  const { protocol, hostname } = isPlain ? new URL(given) : { protocol: '', hostname: '' };
  const isLocal = hostname === LOCALHOST || hostname.endsWith(`.${LOCALHOST}`);
  if (protocol === 'https:' || (protocol === 'http:' && isLocal)) return;
  throw new UsersApiError(prop, {
    got: given,
    expected: 'https://host[:port], such as "https://www.example.com"',
    fix: 'list each origin by itself, in lower case, without path, wildcard or default port; http only on localhost',
  });
}

function checkDistinct(prop: string, origins: readonly string[]): void {
  const repeated = firstRepeated(origins.flatMap((origin) => known(origin) ?? []));
  if (repeated === undefined) return;
  throw new UsersApiError(prop, {
    got: new Found(`${JSON.stringify(repeated)} twice`),
    expected: 'each origin once',
    fix: 'leave one of them out',
  });
}
