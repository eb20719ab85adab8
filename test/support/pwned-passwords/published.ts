/**
 * What Have I Been Pwned publishes of its service for passwords, taken down by hand as of 2026-11: all that our adapter
 * says, asks for or relies on.
 *
 * @see https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange
 * @see https://haveibeenpwned.com/API/v3#UserAgent
 */

/** What follows the host of the service: the first characters of a SHA-1, in any case. */
export const PATH = /^\/range\/[0-9A-Fa-f]{5}$/;

/** Of a request that says nothing of the program that makes it. */
export const WITHOUT_USER_AGENT = 403;

/**
 * Of a request with another path. Every prefix is known: it is never 404.
 *
 * @see https://github.com/HaveIBeenPwned/PwnedPasswordsCloudflareWorker/blob/277ca2d3f73dd160a11819e354749d2abda45466/src/index.ts
 */
export const BAD_PREFIX = { status: 400, body: 'The hash prefix was not in a valid format' };

/** The first lines of the documentation's example, for the prefix 21BD1, and those of its author's article below. */
export const RANGE = {
  prefix: '21BD1',
  lines: [
    '0018A45C4D1DEF81644B54AB7F969B88D65:1',
    '00D4F6E8FA6EECAD2A3AA415EEC418D38EC:2',
    '011053FD0102E94D6AE2F8B83D76FAF94F6:1',
    '012A7CA357541F0AC487871FEEC1891C49C:2',
    '0136E006E24E7D152139815FB0FC6A50B15:2',
    '2D6980B9098804E7A83DC5831BFBAF3927F:1',
    '2D8D1B3FAACCA6A3C6A91617B2FA32E2F57:1',
    '2DC183F740EE76F27B78EB39C8AD972A757:52579',
    '2DE4C0087846D223DBBCCF071614590F300:2',
    '2DEA2B1D02714099E4B7A874B4364D518F6:1',
    '6D4A08CB51C8B88FC8CE07742974D7D541D:485',
    '92580CAD5C57296F8488DF190D23046B05F:3474',
  ],
  /** Passwords of the article, all of this range, and how often each was seen. */
  passwords: { 'P@ssw0rd': 52_579, '020293': 3_474, sparky50: 485 },
};

/** Between two lines of an answer; none follows the last. The worker above adds padding behind the lines of the range. */
export const LINE_BREAK = '\r\n';

/**
 * With the header, an answer has from 800 to 1,000 lines, those of padding with a count of 0.
 *
 * @see https://www.troyhunt.com/enhancing-pwned-passwords-privacy-with-padding/
 * @see https://blog.cloudflare.com/pwned-passwords-padding-ft-lava-lamps-and-workers/
 */
export const PADDING = { header: 'add-padding', value: 'true', least: 800, most: 1_000, count: 0 };
