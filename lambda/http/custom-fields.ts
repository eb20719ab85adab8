import type * as z from 'zod/mini';
import type { CustomChange, CustomFields, UserModel, Writer } from '../users/custom-fields.ts';
import { InvalidFieldsError } from '../users/errors.ts';
import type { Profile } from '../users/user.ts';
import { type Problem, ValidationError } from './errors.ts';
import type { Call } from './request.ts';
import { check } from './validation.ts';

/** How a route takes custom fields. */
export interface CustomOptions {
  readonly model: UserModel;
  readonly writer: Writer;
  /** Whose fields the body changes, where it is not a new user's. */
  readonly changed?: (event: Call) => Profile | undefined;
}

/** The fields of a request's body, and `custom` for what it says of custom fields. */
export async function readFields<Schema extends z.ZodMiniType>(
  schema: Schema,
  fields: Readonly<Record<string, unknown>>,
  event: Call,
  { model, writer, changed }: CustomOptions,
): Promise<z.output<Schema>> {
  const profile = changed?.(event);
  // A user who isn't there has no fields to validate; the answer is a 404 if the rest is right.
  const isNobody = changed !== undefined && profile === undefined;
  const change = isNobody ? undefined : model.change(fields, writer, changed ? 'partial' : 'new');
  event.custom = change;
  return validateBody(schema, fields, change, profile?.user.custom);
}

/**
 * The fields of a body by its schema, and the custom ones by the user model on top of the stored ones.
 *
 * @throws ValidationError with the problems of both
 */
export async function validateBody<Schema extends z.ZodMiniType>(
  schema: Schema,
  fields: Readonly<Record<string, unknown>>,
  change: CustomChange | undefined,
  stored?: CustomFields,
): Promise<z.output<Schema>> {
  const base = check(schema, fields, 'body');
  const custom = change ? await problemsOf(change, stored) : [];
  if (base.problems || custom.length > 0) {
    throw new ValidationError([...(base.problems ?? []), ...custom]);
  }
  return base.data;
}

async function problemsOf(
  change: CustomChange,
  stored: CustomFields | undefined,
): Promise<readonly Problem[]> {
  try {
    await change.onto(stored);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidFieldsError)) throw error;
    return toProblems(error);
  }
}

/** Of fields of a body. */
export function toProblems({ problems }: InvalidFieldsError): readonly Problem[] {
  return problems.map(({ path, message, type }) => ({
    loc: ['body', ...path],
    msg: message,
    type,
  }));
}
