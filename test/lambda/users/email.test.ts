import { describe, expect, test } from '@jest/globals';
import { parseEmail } from '../../../lambda/users/email.ts';

const LOCAL_64 = 'l'.repeat(64);
/** With a local part of 64 characters and the `@`, exactly 254. */
const DOMAIN_189 = `${'d'.repeat(62)}.${'d'.repeat(62)}.${'d'.repeat(59)}.com`;

describe('parseEmail takes', () => {
  test.each([
    ['an ordinary address', 'ada@example.com', 'ada@example.com'],
    ['upper case, as lower case', 'Ada.Lovelace@EXAMPLE.Com', 'ada.lovelace@example.com'],
    ['a plus and a tag', 'ada+tag@example.com', 'ada+tag@example.com'],
    [
      'every sign of an atom',
      "a!#$%&'*+/=?^_`{|}~-z@example.com",
      "a!#$%&'*+/=?^_`{|}~-z@example.com",
    ],
    ['a one-letter local part', 'a@example.com', 'a@example.com'],
    ['labels that begin with digits', 'ada@1a.2b.co', 'ada@1a.2b.co'],
    ['inner hyphens', 'ada@my--own-host.co-op', 'ada@my--own-host.co-op'],
    [
      'an internationalised domain, as punycode',
      'ada@münchen.example',
      'ada@xn--mnchen-3ya.example',
    ],
    [
      'an internationalised domain in upper case',
      'ada@MÜNCHEN.example',
      'ada@xn--mnchen-3ya.example',
    ],
    [
      'a domain that is punycode already',
      'ada@XN--mnchen-3ya.example',
      'ada@xn--mnchen-3ya.example',
    ],
    ['an internationalised top-level domain', 'ada@пример.рф', 'ada@xn--e1afmkfd.xn--p1ai'],
    [
      'a decomposed letter, as the composed one',
      'ada@mu\u0308nchen.example',
      'ada@xn--mnchen-3ya.example',
    ],
    ['full-width letters and dot', 'ada@ＥＸＡＭＰＬＥ．ｃｏｍ', 'ada@example.com'],
    ['ideographic full stops', 'ada@example。com', 'ada@example.com'],
    ['spaces and tabs around it, without them', ' \tada@example.com \t', 'ada@example.com'],
    [
      'a no-break space and an ideographic one behind it, without them',
      'ada@example.com\u00A0\u3000',
      'ada@example.com',
    ],
    ['a byte order mark before it, without it', '\uFEFFada@example.com', 'ada@example.com'],
    ['a local part of 64 characters', `${LOCAL_64}@example.com`, `${LOCAL_64}@example.com`],
    ['a label of 63 characters', `a@${'d'.repeat(63)}.com`, `a@${'d'.repeat(63)}.com`],
  ])('%s', (_, text, stored) => {
    expect(parseEmail(text)).toBe(stored);
  });

  test('its own results again, unchanged', () => {
    for (const text of ['Ada@MÜNCHEN.example', 'a@пример.рф', 'A+B@example。com']) {
      const stored = parseEmail(text);
      expect(stored).toBeDefined();
      expect(parseEmail(stored ?? '')).toBe(stored);
    }
  });
});

describe('parseEmail refuses', () => {
  test.each([
    ['an empty text', ''],
    ['no @', 'ada.example.com'],
    ['no local part', '@example.com'],
    ['no domain', 'ada@'],
    ['a second @', 'ada@example.com@example.org'],
    ['a second @ in quotes', '"ada@home"@example.com'],
    ['a quoted local part', '"ada"@example.com'],
    ['a comment', 'ada(comment)@example.com'],
    ['a name around it', 'Ada <ada@example.com>'],
    ['two addresses', 'ada@example.com,bob@example.com'],
    ['a leading dot', '.ada@example.com'],
    ['a trailing dot in the local part', 'ada.@example.com'],
    ['two dots in a row', 'ada..lovelace@example.com'],
    ['a local part that is not ASCII', 'ädä@example.com'],
    ['a letter that becomes ASCII in lower case', '\u212Aelvin@example.com'],
    ['a full-width @', 'ada＠example.com'],
    ['a domain of one label', 'ada@localhost'],
    ['an IPv4 address', 'ada@127.0.0.1'],
    ['an IPv4 address in short', 'ada@127.1'],
    ['an IPv4 address as one number', 'ada@2130706433'],
    ['an IPv4 address in hexadecimal', 'ada@0x7f.0x1'],
    ['an IPv4 literal', 'ada@[127.0.0.1]'],
    ['an IPv6 literal', 'ada@[::1]'],
    ['a numeric top-level domain', 'ada@example.123'],
    ['a top-level domain of one letter', 'ada@example.c'],
    ['a trailing dot', 'ada@example.com.'],
    ['a trailing ideographic dot', 'ada@example.com。'],
    ['an empty label', 'ada@example..com'],
    ['a leading dot in the domain', 'ada@.example.com'],
    ['a leading hyphen in a label', 'ada@-example.com'],
    ['a trailing hyphen in a label', 'ada@example-.com'],
    ['a leading hyphen in the top-level domain', 'ada@example.-com'],
    ['a trailing hyphen in the top-level domain', 'ada@example.com-'],
    ['an underscore in the domain', 'ada@my_host.com'],
    ['nothing but spaces', '   '],
    ['a space before the @', 'ada @example.com'],
    ['a space after the @', 'ada@ example.com'],
    ['a no-break space', 'ada@exam\u00A0ple.com'],
    ['an ideographic space', 'ada@exam\u3000ple.com'],
    ['a NUL', 'ada@example.com\u0000'],
    ['a NUL in the local part', 'a\u0000da@example.com'],
    ['a line feed at the end', 'ada@example.com\n'],
    ['a line feed at the start', '\n ada@example.com'],
    ['a carriage return at the end', 'ada@example.com\r'],
    ['a header in a line of its own', 'ada@example.com\r\nBcc: bob@example.com'],
    ['a tab in the domain', 'ada@exam\tple.com'],
    ['a control character of C1', 'ada@exam\u0085ple.com'],
    ['a path', 'ada@example.com/path'],
    ['a backslash', 'ada@example.com\\path'],
    ['a query', 'ada@example.com?query'],
    ['a fragment', 'ada@example.com#fragment'],
    ['a port', 'ada@example.com:25'],
    ['a percent-encoded letter', 'ada@ex%61mple.com'],
    ['a percent-encoded dot', 'ada@example%2Ecom'],
    ['a full-width slash', 'ada@example.com／path'],
    ['a lone surrogate', 'ada@exam\uD800ple.com'],
    ['a right-to-left override', 'ada@\u202Eexample.com'],
    ['a local part of 65 characters', `${LOCAL_64}l@example.com`],
    ['a label of 64 characters', `a@${'d'.repeat(64)}.com`],
    ['a label that is too long as punycode', `a@${'ü'.repeat(63)}.com`],
  ])('%s', (_, text) => {
    expect(parseEmail(text)).toBeUndefined();
  });

  test('what is longer than 254 characters, and takes what is just as long', () => {
    const longest = `${LOCAL_64}@${DOMAIN_189}`;
    expect(longest).toHaveLength(254);
    expect(parseEmail(longest)).toBe(longest);
    expect(parseEmail(` ${longest}  `)).toBe(longest);
    expect(parseEmail(longest.replace('@', '@x.').replace('.com', '.co'))).toBeUndefined();
    expect(parseEmail(longest.replace('.com', '.como'))).toBeUndefined();
  });

  test('what is longer than 254 characters only as punycode', () => {
    const domain = `${'ü'.repeat(40)}.`.repeat(5);
    const text = `${LOCAL_64.slice(0, 40)}@${domain}de`;
    expect(text.length).toBeLessThan(254);
    expect(parseEmail(text)).toBeUndefined();
  });

  test('hostile texts by their length, before any pattern sees them', () => {
    for (const unit of ['a', '.', 'a.', '-', '1', '@', 'ü', '\u0000', ' ', ' a']) {
      expect(parseEmail(`${unit.repeat(2_000_000)}!`)).toBeUndefined();
      expect(parseEmail(`a@${unit.repeat(1_000_000)}!`)).toBeUndefined();
      expect(parseEmail(`a@${unit.repeat(250)}!`)).toBeUndefined();
    }
  });
});
