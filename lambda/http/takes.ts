import type * as z from 'zod/mini';
import type { CustomChange } from '../users/model/user-model.ts';
import type { CustomFields } from '../users/user.ts';
import { type Reading, readFields, type SentBody } from './body.ts';
import { type ValidatedBody, validateBody } from './custom-fields.ts';

/**
 * A body that an action takes. It brings what reads and validates it: an action without one loads neither, nor zod.
 */
export interface Body<Input> {
  /**
   * The fields of a body, not validated yet.
   *
   * @throws HttpError, ValidationError
   */
  fieldsIn(event: SentBody): Readonly<Record<string, unknown>>;
  /**
   * @param change what they say of custom fields
   * @param stored the custom fields that it is on top of
   * @throws ValidationError
   */
  validate(
    fields: Readonly<Record<string, unknown>>,
    change?: CustomChange,
    stored?: CustomFields,
  ): Promise<ValidatedBody<Input>>;
}

/** The body that a schema describes. */
export function takes<Schema extends z.ZodMiniType>(
  schema: Schema,
  reading: Reading = {},
): Body<z.output<Schema>> {
  return {
    fieldsIn: (event) => readFields(event, reading),
    validate: (fields, change, stored) => validateBody(schema, fields, change, stored),
  };
}
