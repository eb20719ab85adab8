/** A header such as `multipart/form-data; boundary="x"`. */
export interface ParameterisedHeader {
  /** In lower case. */
  readonly value: string;
  /** By their names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** RFC 9110, 5.6.6: behind a semicolon, a token or a quoted string with a name; or nothing. */
const PARAMETER =
  /[ \t]*;[ \t]*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))[ \t]*)?/sy;

/** `undefined` for a header that is malformed, or says a parameter twice. */
export function parseHeader(text: string): ParameterisedHeader | undefined {
  const [value = ''] = text.split(';', 1);
  const parameters = new Map<string, string>();
  const pattern = new RegExp(PARAMETER);
  pattern.lastIndex = value.length;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    const [, name, quoted, token] = found;
    if (name === undefined) continue;
    if (parameters.has(name.toLowerCase())) return undefined;
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/gs, '$1') ?? token ?? '');
  }
  return { value: value.trim().toLowerCase(), parameters };
}

/** Whether a charset, if one is named, is UTF-8. */
export function isUtf8(charset: string | undefined): boolean {
  return charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset);
}
