import { describe, expect, test } from '@jest/globals';
import { readMultipart } from '../../../lambda/http/multipart.ts';

const BOUNDARY = 'heldout';
const CRLF = '\r\n';

/** A part as browsers write it; headers can be replaced. */
const part = (value: string, ...headers: string[]) =>
  [
    ...(headers.length > 0 ? headers : ['Content-Disposition: form-data; name="username"']),
    '',
    value,
  ].join(CRLF);

/** A body of these parts. */
const body = (...parts: string[]) =>
  [...parts.map((one) => `--${BOUNDARY}${CRLF}${one}`), `--${BOUNDARY}--`].join(CRLF) + CRLF;

const read = (text: string, boundary = BOUNDARY) => readMultipart(text, boundary);
const firstOf = (text: string) => read(text)?.[0]?.[1];

/** RFC 7578 over RFC 2046. */
describe('a multipart form', () => {
  test('has its parts in order, repeated names too', () => {
    const other = part('two', 'Content-Disposition: form-data; name="password"');
    expect(read(body(part('one'), other, part('three')))).toEqual([
      ['username', 'one'],
      ['password', 'two'],
      ['username', 'three'],
    ]);
    expect(read(`--${BOUNDARY}--`)).toEqual([]);
  });

  describe('ends a part at a delimiter line, and nowhere else:', () => {
    test.each([
      ['the boundary within a line', 'ada@heldout.example'],
      ['the boundary behind dashes, within a line', 'a --heldout b'],
      ['the boundary alone in a line, without its dashes', 'a\r\nheldout\r\nb'],
      ['more behind the boundary in its line', 'a\r\n--heldout.example\r\nb'],
      ['more behind the boundary and two dashes', 'a\r\n--heldout--x\r\nb'],
      ['a line that other line breaks end', 'a\n--heldout\nb'],
      ['a carriage return without a line feed', 'a\r--heldout\rb'],
      ['empty lines', '\r\n\r\na\r\n\r\n'],
      ['a line break at its end', 'a\r\n'],
      ['nothing', ''],
    ])('%s is content', (_, value) => {
      expect(read(body(part(value), part('next')))).toEqual([
        ['username', value],
        ['username', 'next'],
      ]);
    });

    test.each([' ', '\t', ' \t  '])('white space behind the boundary is padding: %j', (padding) => {
      const text = body(part('ada')).replaceAll('--heldout\r', `--heldout${padding}\r`);
      expect(firstOf(text)).toBe('ada');
      expect(firstOf(body(part('ada')).replace('heldout--', `heldout--${padding}`))).toBe('ada');
    });

    test('what is before the first and behind the last is nothing', () => {
      const text = `preamble${CRLF}${body(part('ada'))}epilogue${CRLF}--heldout${CRLF}${part('eve')}`;
      expect(read(text)).toEqual([['username', 'ada']]);
    });

    test('the last needs no line break behind it', () => {
      expect(firstOf(body(part('ada')).slice(0, -2))).toBe('ada');
    });
  });

  test.each([
    ['one character', 'x'],
    ['70 characters', 'x'.repeat(70)],
    ['all that a boundary may have', "0aZ'()+_,-./:=?"],
    ['a space within', 'a b'],
    ['what is special in a pattern', '(.+)?'],
  ])('has a boundary of %s', (_, boundary) => {
    const text = body(part('ada')).replaceAll(BOUNDARY, () => boundary);
    expect(read(text, boundary)).toEqual([['username', 'ada']]);
  });

  test.each([
    ['none', ''],
    ['71 characters', 'x'.repeat(71)],
    ['a space at the end', 'a '],
    ['what no boundary has', 'a*b'],
    ['a line break', 'a\r\nb'],
  ])('has no boundary of %s', (_, boundary) => {
    expect(
      read(
        body(part('ada')).replaceAll(BOUNDARY, () => boundary),
        boundary,
      ),
    ).toBeUndefined();
  });

  test.each([
    ['quoted, as browsers write it', 'Content-Disposition: form-data; name="username"'],
    ['without quotes, as .NET writes it', 'Content-Disposition: form-data; name=username'],
    ['in any case', 'CONTENT-disposition:FORM-DATA;NAME="username"'],
    ['in a line that is folded', 'Content-Disposition: form-data;\r\n  name="username"'],
    [
      'beside a type',
      'Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name="username"',
    ],
    [
      'beside an encoding that is none',
      'Content-Transfer-Encoding: 8bit\r\nContent-Disposition: form-data; name="username"',
    ],
  ])('has a name that is %s', (_, headers) => {
    expect(read(body(part('ada', headers)))).toEqual([['username', 'ada']]);
  });

  test('tells a file from a field', () => {
    const file = 'Content-Disposition: form-data; name="password"; filename="a.txt"';
    expect(read(body(part('secret', file, 'Content-Type: application/octet-stream')))).toEqual([
      ['password', { filename: 'a.txt' }],
    ]);
  });

  test.each([
    ['does not end', body(part('ada')).replace('heldout--', 'heldout')],
    ['does not begin', part('ada')],
    ['is empty', ''],
    ['has a part without a name', body(part('ada', 'Content-Disposition: form-data'))],
    [
      'has a part of another kind',
      body(part('ada', 'Content-Disposition: inline; name="username"')),
    ],
    ['has a part without headers', body(`${CRLF}ada`)],
    ['has a part without an empty line', body('Content-Disposition: form-data; name="username"')],
    [
      'has a line that is no header',
      body(part('ada', 'Content-Disposition: form-data; name="username"', 'x')),
    ],
    [
      'has a name twice',
      body(part('ada', 'Content-Disposition: form-data; name="username"; name="password"')),
    ],
    [
      'has two dispositions',
      body(part('ada', ...Array(2).fill('Content-Disposition: form-data; name="username"'))),
    ],
    [
      'has a field in another charset',
      body(
        part(
          'ada',
          'Content-Disposition: form-data; name="username"',
          'Content-Type: text/plain; charset=iso-8859-1',
        ),
      ),
    ],
    [
      'has a field that is encoded',
      body(
        part(
          'YWRh',
          'Content-Disposition: form-data; name="username"',
          'Content-Transfer-Encoding: base64',
        ),
      ),
    ],
  ])('is not read where it %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  test('of 16 KiB of line breaks, dashes or spaces is read in no time', () => {
    for (const filler of [
      '\r\n',
      '\r\n--heldout ',
      '\r\n--heldout\t ',
      '\r\n--',
      'Content-A: b\r\n ',
    ]) {
      const value = filler.repeat(16_384 / filler.length);
      expect(read(body(part(value)).slice(0, -4))).toBeUndefined();
    }
  });
});
