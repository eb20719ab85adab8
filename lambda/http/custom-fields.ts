import type * as z from 'zod/mini';
import { InvalidFieldsError } from '../users/errors.ts';
import type { CustomChange, ValidatedChange } from '../users/model/user-model.ts';
import type { CustomFields } from '../users/user.ts';
import { type Problem, toProblems, ValidationError } from './errors.ts';
import { check } from './validation.ts';

/** A body that was validated. */
export interface ValidatedBody<Input> {
  readonly input: Input;
  /** Absent where the body says nothing of custom fields. */
  readonly custom?: ValidatedChange;
}

/**
 * The fields of a body by its schema, and the custom ones by the user model on top of the stored
 * ones.
 *
 * @throws ValidationError with the problems of both
 */
export async function validateBody<Schema extends z.ZodMiniType>(
  schema: Schema,
  fields: Readonly<Record<string, unknown>>,
  change: CustomChange | undefined,
  stored?: CustomFields,
): Promise<ValidatedBody<z.output<Schema>>> {
  const base = check(schema, fields, 'body');
  const custom = change && (await validated(change, stored));
  const problems = [...(base.problems ?? []), ...(custom?.problems ?? [])];
  if (base.problems || problems.length > 0) throw new ValidationError(problems);
  return { input: base.data, ...(custom?.change && { custom: custom.change }) };
}

async function validated(
  change: CustomChange,
  stored: CustomFields | undefined,
): Promise<{ readonly change?: ValidatedChange; readonly problems?: readonly Problem[] }> {
  try {
    return { change: { ...change, fields: await change.onto(stored) } };
  } catch (error) {
    if (!(error instanceof InvalidFieldsError)) throw error;
    return { problems: toProblems(error) };
  }
}
