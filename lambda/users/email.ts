import { domainToASCII } from 'node:url';

/** RFC 5321, 4.5.3.1 (and erratum 1690 of RFC 3696): the longest address that can be mailed to. */
const MAX_LENGTH = 254;
/** RFC 5321, 4.5.3.1.1. */
const MAX_LOCAL_LENGTH = 64;
/** RFC 5322, 3.2.3: dot-atom. Quoted local parts are not taken. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** RFC 1123, 2.1: labels of letters, digits and inner hyphens; two at least, the last not a number. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9-]{2,63}$/;

/**
 * The address in the one form in which it is stored and compared: lower-case ASCII, an
 * internationalised domain as punycode (RFC 5891). `undefined` for anything else than one
 * `local@domain`.
 */
export function parseEmail(text: string): string | undefined {
  // A mapped domain is never longer than its text by much, and never a reason to parse megabytes.
  if (text.length > MAX_LENGTH) return undefined;
  const [local, domain, ...rest] = text.split('@');
  if (local === undefined || domain === undefined || rest.length > 0) return undefined;

  const localPart = local.toLowerCase();
  if (localPart.length > MAX_LOCAL_LENGTH || !LOCAL.test(localPart)) return undefined;
  // Control characters and spaces would be mapped away by IDNA, so they are refused before.
  if (/[\s\p{Cc}]/u.test(domain)) return undefined;
  const asciiDomain = domainToASCII(domain);
  if (!DOMAIN.test(asciiDomain) || asciiDomain.endsWith('-')) return undefined;

  const email = `${localPart}@${asciiDomain}`;
  return email.length > MAX_LENGTH ? undefined : email;
}
