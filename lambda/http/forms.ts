import type { FormReaders } from './body.ts';
import { readMultipart } from './multipart.ts';
import { readUrlencoded } from './urlencoded.ts';

/** The types in which browsers send HTML forms. */
export const forms: FormReaders = {
  'application/x-www-form-urlencoded': readUrlencoded,
  'multipart/form-data': (text, parameters) =>
    readMultipart(text, parameters.get('boundary') ?? ''),
};
