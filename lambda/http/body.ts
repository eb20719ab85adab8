import { HttpError, ValidationError } from './errors.ts';
import { isUtf8, type ParameterisedHeader, parseHeader } from './header-parameters.ts';
import type { Call } from './request.ts';

/** 16 KiB: more than any of the API's bodies needs, checked before parsing and hashing. */
const MAX_BYTES = 16 * 1024;

const JSON_TYPE = 'application/json';

type Fields = Readonly<Record<string, unknown>>;

/** What reads the forms of a type; `undefined` for one that can't be read. */
export interface FormReaders {
  readonly [type: string]: (
    text: string,
    parameters: ParameterisedHeader['parameters'],
  ) => readonly (readonly [name: string, value: unknown])[] | undefined;
}

/** How an action reads its body. */
export interface Reading {
  /** A missing body counts as one without fields. */
  readonly optional?: boolean;
  /** Given where it takes HTML forms as well as JSON. */
  readonly forms?: FormReaders;
}

export type SentBody = Pick<Call, 'body' | 'headers' | 'isBase64Encoded' | 'form'>;

/**
 * The fields of a body, not validated yet. A body is refused for its size, its content type and its
 * syntax, in this order. It is text in UTF-8 whatever its type is, and never read with replacement
 * characters: all such bytes would be the same in a password.
 *
 * @throws HttpError, ValidationError
 */
export function readFields(event: SentBody, { forms = {}, optional = false }: Reading): Fields {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BYTES) throw new HttpError(413, 'CONTENT_TOO_LARGE');
  if (event.form) return event.form.fields;
  if (optional && bytes.length === 0) return {};
  // Whatever its type is: API Gateway adds one to a request without a body.
  if (bytes.length === 0) throw unreadable('missing', 'Field required');
  const type = contentType(event.headers['content-type']);
  const readForm = type && Object.hasOwn(forms, type.value) && forms[type.value];
  if (type?.value !== JSON_TYPE && !readForm) throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE');
  // API Gateway hands JSON over as text: bytes that were not UTF-8 can come as U+FFFD, which JSON can say
  // as an escape.
  const isReplaced = !event.isBase64Encoded && event.body?.includes('\ufffd');
  const text = isReplaced ? undefined : decoded(bytes);
  if (!readForm) return readJson(text);
  const fields = text === undefined ? undefined : readForm(text, type.parameters);
  if (fields === undefined) throw unreadable('missing', 'Body should be a readable form');
  return gathered(fields);
}

/** A charset that is not UTF-8 makes it a type we don't know. */
function contentType(header = ''): ParameterisedHeader | undefined {
  const type = parseHeader(header);
  return isUtf8(type?.parameters.get('charset')) ? type : undefined;
}

/** `undefined` for bytes that are not UTF-8. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function readJson(text: string | undefined): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text ?? '');
  } catch {
    throw unreadable('json_invalid', 'Body should be valid JSON in UTF-8');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable('json_invalid', 'Body should be a JSON object');
  }
  return value as Fields;
}

/** A field given twice is a list, which no schema accepts. */
function gathered(fields: readonly (readonly [name: string, value: unknown])[]): Fields {
  return Object.fromEntries(
    [...Map.groupBy(fields, ([name]) => name)].map(([name, given]) => {
      const values = given.map(([, value]) => value);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function unreadable(type: 'json_invalid' | 'missing', msg: string): ValidationError {
  return new ValidationError([{ loc: ['body'], msg, type }]);
}
