import { known, UsersApiError } from '../errors';
import { checkUrl } from './urls';

/** Issuers that can never work although their URLs are right, and what to give instead. */
interface Impossible {
  readonly is: (url: URL, issuer: string) => boolean;
  readonly expected: string;
  readonly fix: string;
}

/** Of Microsoft Entra ID, worldwide and national. */
const MICROSOFT = [
  'login.microsoftonline.com',
  'login.microsoftonline.us',
  'login.partner.microsoftonline.cn',
];
/** `/<tenant's id>/v2.0`: the one form of which discovery says the issuer that it was asked for. */
const TENANT = /^\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\/v2\.0$/;

/** Keys of accounts have the issuer, the client and the subject in DynamoDB's 1,024 bytes of a sort key. */
const MAX_LENGTH = 512;

const IMPOSSIBLE: readonly Impossible[] = [
  {
    is: (_, issuer) => issuer.length > MAX_LENGTH,
    expected: `at most ${MAX_LENGTH} characters, as the keys of accounts have it`,
    fix: 'take "issuer" of the discovery document; no provider is known to have a longer one',
  },
  {
    is: (_, issuer) => /[{}<>]|%7b|%7d/i.test(issuer),
    expected: "an issuer with the tenant's id in place of the placeholder",
    fix: 'take "issuer" of the discovery document of your own tenant',
  },
  {
    is: ({ hostname, pathname }) => MICROSOFT.includes(hostname) && !TENANT.test(pathname),
    expected:
      'the issuer of one tenant by its id, such as "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0"',
    fix:
      "take the tenant's id of your app's overview; of common, organizations, consumers and a tenant's " +
      'domain the discovery document names another issuer, so every login would be refused',
  },
  {
    is: ({ hostname }) => hostname === 'github.com',
    expected: 'a provider of OpenID Connect, and GitHub issues no ID tokens',
    fix: 'use OAuthClient.github()',
  },
];

/**
 * Refuses an issuer with which no login could succeed: OpenID Connect Discovery, 4.3 asks for exactly the
 * issuer in the discovery document.
 */
export function checkIssuer(given: string): void {
  checkUrl('OAuthClient.issuer', given, {
    query: false,
    fix: 'give it as "issuer" in the discovery document has it, such as "https://login.example.com"',
  });
  const issuer = known(given);
  if (issuer === undefined) return;
  const impossible = IMPOSSIBLE.find(({ is }) => is(new URL(issuer), issuer));
  if (impossible === undefined) return;
  const { expected, fix } = impossible;
  throw new UsersApiError('OAuthClient.issuer', { got: issuer, expected, fix });
}
