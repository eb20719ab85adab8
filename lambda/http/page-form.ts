import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { FORM_FIELDS } from '../../lib/contract/page-forms.ts';
import { type ParameterisedHeader, parseHeader } from './header-parameters.ts';
import { readUrlencoded } from './urlencoded.ts';

/** Fields of a form as texts; of one that is sent twice the last. */
export type FormFields = Readonly<Record<string, string>>;

/** What a page's form has sent. */
export interface SentForm {
  readonly typed: FormFields;
  /** As JSON would have them. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const TYPE = 'application/x-www-form-urlencoded';

/** As much as an action takes of a body. */
const MAX_BYTES = 16 * 1024;

/** The form that a page has sent; `undefined` for any other request. What can't be read has no fields: the action refuses it. */
export function sentForm(
  event: Pick<APIGatewayProxyEventV2, 'body' | 'headers' | 'isBase64Encoded'>,
): SentForm | undefined {
  const type: ParameterisedHeader | undefined = parseHeader(event.headers['content-type'] ?? '');
  if (type?.value !== TYPE) return undefined;
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const text = bytes.length > MAX_BYTES ? '' : bytes.toString('utf8');
  // All bytes that are not UTF-8 would be the same in a password.
  const pairs = text.includes('\ufffd') ? [] : (readUrlencoded(text) ?? []);
  const typed: FormFields = Object.fromEntries(pairs);
  return { typed, fields: fieldsOf(typed) };
}

/** By the end of an input's name: HTML sends texts only. */
const TYPES: Readonly<Record<string, (text: string) => unknown>> = {
  number: (text) => (text.trim() === '' ? Number.NaN : Number(text)),
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : text),
};

/**
 * Fields as JSON would have them. What was left empty was not given, and of one that is sent twice, as of a box that is ticked
 * behind its default, the last counts.
 */
function fieldsOf(form: FormFields): Readonly<Record<string, unknown>> {
  const own: readonly string[] = Object.values(FORM_FIELDS);
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, text]) => {
      if (own.includes(name) || text === '') return [];
      const [, plain = name, type = ''] = /^(.+):(number|boolean)$/.exec(name) ?? [];
      const value = TYPES[type]?.(text) ?? text;
      // What is no number is left as it was typed, for the schema to refuse.
      return [[plain, Number.isNaN(value) ? text : value]];
    }),
  );
}
