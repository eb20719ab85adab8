import { domainToASCII } from 'node:url';

/** RFC 5321, 4.5.3.1 (and erratum 1690 of RFC 3696): the longest address that can be mailed to. */
const MAX_LENGTH = 254;
/** RFC 5321, 4.5.3.1.1. */
const MAX_LOCAL_LENGTH = 64;
/** RFC 5322, 3.2.3: dot-atom. Quoted local parts are not taken. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
/**
 * RFC 1123, 2.1: labels of letters, digits and inner hyphens; at least two, the last not a number.
 */
const DOMAIN =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;
/** Control characters, spaces, and all of ASCII that no host name has. */
const NEVER_IN_DOMAIN = /[\s\p{Cc}]|(?![a-zA-Z0-9.-])\p{ASCII}/u;

/**
 * The address in the one form in which it is stored and compared: lower-case ASCII, without the white
 * space that keyboards put around it, an internationalised domain as punycode (RFC 5891). `undefined`
 * for anything but one `local@domain`.
 */
export function parseEmail(given: string): string | undefined {
  // A line break would begin another line wherever the address is written.
  if (/[\r\n]/.test(given)) return undefined;
  const text = given.trim();
  // A mapped domain is never much longer than its text: no reason to parse megabytes.
  if (text.length > MAX_LENGTH) return undefined;
  const [local, domain, ...rest] = text.split('@');
  if (local === undefined || domain === undefined || rest.length > 0) return undefined;

  // Before lower-casing, which turns some other letters into ASCII (U+212A, the kelvin sign).
  if (local.length > MAX_LOCAL_LENGTH || !LOCAL.test(local)) return undefined;
  // It parses the host of a URL: cuts at `/`, `?` and `#`, decodes `%61`, maps spaces away.
  if (NEVER_IN_DOMAIN.test(domain)) return undefined;
  const asciiDomain = domainToASCII(domain);
  if (!DOMAIN.test(asciiDomain)) return undefined;

  const email = `${local.toLowerCase()}@${asciiDomain}`;
  return email.length > MAX_LENGTH ? undefined : email;
}
