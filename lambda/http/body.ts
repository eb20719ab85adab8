import type * as z from 'zod/mini';
import { HttpError, ValidationError } from './errors.ts';
import type { Call } from './request.ts';

/** 16 KiB: more than any of the API's bodies needs, checked before parsing and hashing. */
const MAX_BYTES = 16 * 1024;

const JSON_TYPE = 'application/json';
const FORM_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data'];

export interface BodyOptions<Schema extends z.ZodMiniType = z.ZodMiniType> {
  readonly schema: Schema;
  /** A missing body counts as one without fields. */
  readonly optional?: boolean;
  /** Takes HTML forms as well as JSON. */
  readonly forms?: boolean;
}

/**
 * The fields of a body, not validated yet. A body is refused for its size, its content type and its
 * syntax, in this order.
 *
 * @throws HttpError, ValidationError
 */
export async function readFields(
  event: Pick<Call, 'body' | 'headers' | 'isBase64Encoded'>,
  { forms = false, optional = false }: Omit<BodyOptions, 'schema'>,
): Promise<Readonly<Record<string, unknown>>> {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BYTES) throw new HttpError(413, 'CONTENT_TOO_LARGE');
  if (optional && bytes.length === 0) return {};
  const header = event.headers['content-type'];
  const type = mediaType(header, bytes.length === 0);
  if (type !== JSON_TYPE && !(forms && FORM_TYPES.includes(type))) {
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE');
  }
  if (bytes.length === 0) throw unreadable('missing', 'Field required');
  return type === JSON_TYPE ? readJson(bytes) : readForm(bytes, header ?? JSON_TYPE);
}

/**
 * The media type without its parameters; a charset that is not UTF-8 makes it one we don't know.
 */
function mediaType(header: string | undefined, isEmpty: boolean): string {
  if (header === undefined) return isEmpty ? JSON_TYPE : '';
  const [type = '', ...parameters] = header.toLowerCase().split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(parameter)?.[1])
    .find((found) => found !== undefined);
  return charset === undefined || charset === 'utf-8' || charset === 'utf8' ? type.trim() : '';
}

function readJson(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unreadable('json_invalid', 'Body should be valid JSON in UTF-8');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadable('json_invalid', 'Body should be a JSON object');
  }
  return value as Record<string, unknown>;
}

/**
 * Fields of a form, by Node's own parser; a field given twice is a list, which no schema accepts.
 */
async function readForm(bytes: Uint8Array, type: string): Promise<Record<string, unknown>> {
  const headers = { 'content-type': type };
  const form = await new Response(new Uint8Array(bytes), { headers }).formData().catch(() => {
    throw unreadable('missing', 'Body should be a readable form');
  });
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function unreadable(type: 'json_invalid' | 'missing', msg: string): ValidationError {
  return new ValidationError([{ loc: ['body'], msg, type }]);
}
