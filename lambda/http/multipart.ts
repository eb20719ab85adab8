import { isUtf8, parseHeader } from './header-parameters.ts';

/** A part that is a file, whose content no form of this API asks for. */
export interface FilePart {
  readonly filename: string;
}

/** A part of a form: name and value. */
export type Part = readonly [name: string, value: string | FilePart];

/** RFC 2046, 5.1.1: 1 to 70 characters, the last of them no space. */
const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;
/** RFC 2046, 5.1.2 and RFC 7578, 4.7: content that is there as it is. */
const IDENTITY = ['7bit', '8bit', 'binary'];

/**
 * The parts of a `multipart/form-data` body (RFC 7578), which is text in UTF-8: the API takes no files.
 *
 * A part ends at a delimiter line (RFC 2046, 5.1.1): the boundary behind `--`, with only spaces
 * beside it in its line. A boundary within a line, or with more behind it, is content.
 *
 * There are libraries for it, made for uploads: those that were compared (busboy 1.6, @fastify/busboy
 * 3.2, @remix-run/multipart-parser 0.16) end a part also where a line only begins with the boundary, and
 * take a field that says it is encoded as it is.
 *
 * @returns `undefined` for a body that can't be read
 */
export function readMultipart(text: string, boundary: string): readonly Part[] | undefined {
  if (!BOUNDARY.test(boundary)) return undefined;
  const [first, ...others] = delimiters(text, boundary);
  const last = others.pop() ?? first;
  if (first === undefined || last?.closes !== true) return undefined;
  if (first === last) return [];
  const parts: Part[] = [];
  let begin = first.end;
  for (const { start, end } of [...others, last]) {
    const part = readPart(text.slice(begin, start));
    if (part === undefined) return undefined;
    parts.push(part);
    begin = end;
  }
  return parts;
}

interface Delimiter {
  /** Where its line break begins, which belongs to it and not to the part before. */
  readonly start: number;
  /** Where the line break behind it begins. */
  readonly end: number;
  /** It is the last: what is behind it is no part. */
  readonly closes: boolean;
}

function delimiters(text: string, boundary: string): readonly Delimiter[] {
  const line = `--${boundary.replace(/\W/g, '\\$&')}(--)?[ \\t]*(?=\\r\\n|$)`;
  const found: Delimiter[] = [];
  for (const match of text.matchAll(new RegExp(`(?:^|\\r\\n)${line}`, 'g'))) {
    const closes = match[1] !== undefined;
    found.push({ start: match.index, end: match.index + match[0].length, closes });
    if (closes) break;
  }
  return found;
}

/** A part from the line break behind its delimiter on: headers, an empty line, content. */
function readPart(part: string): Part | undefined {
  const end = part.indexOf('\r\n\r\n');
  const headers = end === -1 ? undefined : readHeaders(part.slice(2, end));
  const disposition = parseHeader(headers?.get('content-disposition') ?? '');
  const name = disposition?.parameters.get('name');
  if (headers === undefined || disposition?.value !== 'form-data' || name === undefined) {
    return undefined;
  }
  const filename = disposition.parameters.get('filename');
  if (filename !== undefined) return [name, { filename }];
  return isPlainText(headers) ? [name, part.slice(end + 4)] : undefined;
}

/** By their names in lower case; `undefined` for a line that is no header, or a header given twice. */
function readHeaders(text: string): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>();
  // RFC 5322, 2.2.3: a line that begins with a space goes on with the one before.
  for (const line of text.replace(/\r\n(?=[ \t])/g, '').split('\r\n')) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9a-z-]+):(.*)$/is.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    if (headers.has(name.toLowerCase())) return undefined;
    headers.set(name.toLowerCase(), value.trim());
  }
  return headers;
}

/** A field can say that it is in another charset or encoded, and then isn't the text that is there. */
function isPlainText(headers: ReadonlyMap<string, string>): boolean {
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary';
  const charset = parseHeader(headers.get('content-type') ?? '')?.parameters.get('charset');
  return IDENTITY.includes(encoding) && isUtf8(charset);
}
