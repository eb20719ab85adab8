import type { Context } from '../context.ts';
import type { FieldProblem, Refused } from '../outcome.ts';
import { reasonIn } from '../reasons.ts';

/** What was refused of one form, or `undefined`. */
export function refusedOf({ frame }: Context, action: string): Refused | undefined {
  const { outcome } = frame;
  return outcome?.kind === 'refused' && outcome.action === action ? outcome : undefined;
}

/** The field that a refusal is about, by its code. */
const FIELD_OF: Readonly<Record<string, string>> = {
  REGISTER_USER_ALREADY_EXISTS: 'email',
  REGISTER_INVALID_PASSWORD: 'password',
  RESET_PASSWORD_INVALID_PASSWORD: 'password',
  UPDATE_USER_INVALID_PASSWORD: 'password',
  UPDATE_USER_EMAIL_ALREADY_EXISTS: 'email',
  UPDATE_USER_BAD_CURRENT_PASSWORD: 'current_password',
  REAUTHENTICATION_REQUIRED: 'current_password',
  LOGIN_BAD_CODE: 'code',
  LOGIN_BAD_MFA_CODE: 'code',
  MFA_BAD_CODE: 'code',
};

export interface FieldError {
  readonly field: string;
  readonly text: string;
}

/** What is wrong with the fields of the form that was refused, in the order of the API. */
export function fieldErrors(context: Context, refused: Refused): readonly FieldError[] {
  const { code, reason, problems } = refused;
  const field = FIELD_OF[code];
  if (field === undefined) {
    return problems.map((problem) => ({
      field: problem.field,
      text: problemText(context, problem),
    }));
  }
  const text = reason === undefined ? codeText(context, code) : reasonIn(context.say, reason);
  return [{ field, text }];
}

/** What a refusal means, by its code. */
export function codeText({ say }: Context, code: string): string {
  return say.find(`refused.${code}`) ?? say.text('refused.other');
}

/** The bound in a message such as `Input should be greater than or equal to 18`. */
const BOUND = / (-?\d+(?:\.\d+)?)$/;

function problemText({ say }: Context, { field, type, message }: FieldProblem): string {
  const own = say.find(`problem.${field}.${type}`) ?? say.find(`problem.${type}`);
  // A schema of the user model has texts of its own, which say more.
  if (own === undefined) return message;
  const bound = BOUND.exec(message)?.[1];
  if (!own.includes('{bound}')) return own;
  return bound === undefined ? message : own.replace('{bound}', bound);
}
