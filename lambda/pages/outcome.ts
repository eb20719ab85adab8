/** What a form's answer says to the page that the browser is sent on to. */

/** A problem of one field, as in the body of a 422. */
export interface FieldProblem {
  readonly field: string;
  readonly type: string;
  readonly message: string;
}

/** An action has succeeded. */
export interface Done {
  readonly kind: 'done';
  readonly action: string;
}

export interface Refused {
  readonly kind: 'refused';
  readonly action: string;
  /** Of the refusal: `LOGIN_BAD_CREDENTIALS` and the like, `VALIDATION_ERROR` for fields. */
  readonly code: string;
  /** Why, in English, where the refusal says it: of a password. */
  readonly reason?: string;
  /** Seconds after which another try is worth it. */
  readonly retryAfter?: number;
  readonly problems: readonly FieldProblem[];
  /** Fields that are shown again, by their names; never a secret. */
  readonly typed: Readonly<Record<string, string>>;
}

/** With what only one page needs of it: what the action answered, or what the next form has to send. */
export type UnplacedOutcome =
  | (Done & { readonly answer?: unknown })
  | (Refused & { readonly answer: Readonly<Record<string, unknown>> });

/** The same for the one page that shows it, by the last part of its path. */
export type Outcome = UnplacedOutcome & { readonly page: string };

/** Characters of a cookie's value: browsers keep 4,096 bytes of a cookie (RFC 6265, 6.1), its name and attributes among them. */
const MAX_LENGTH = 3_800;

/** As the value of a cookie. What is too long loses what was typed, and then the texts of problems. */
export function encodeOutcome(outcome: Outcome): string {
  const shorter: Outcome[] =
    outcome.kind === 'done'
      ? [outcome]
      : [
          outcome,
          { ...outcome, typed: {} },
          { ...outcome, typed: {}, problems: outcome.problems.slice(0, 10).map(withoutText) },
        ];
  const encoded = shorter.map(encode);
  const { page, action } = outcome;
  // Better that it was refused, and no more, than a cookie that no browser keeps.
  return (
    encoded.find(({ length }) => length <= MAX_LENGTH) ??
    encode(
      outcome.kind === 'done'
        ? { page, action, kind: 'done' }
        : {
            page,
            action,
            kind: 'refused',
            code: outcome.code,
            problems: [],
            typed: {},
            answer: {},
          },
    )
  );
}

/** `undefined` for what is no outcome: anybody can send any cookie with a program of their own. */
export function decodeOutcome(value: string): Outcome | undefined {
  try {
    const outcome = JSON.parse(Buffer.from(value, 'base64url').toString('utf8'));
    return isOutcome(outcome) ? outcome : undefined;
  } catch {
    return undefined;
  }
}

function isOutcome(value: unknown): value is Outcome {
  const { kind, action, page, code, problems, typed, answer } = Object(value) as Partial<
    Record<string, unknown>
  >;
  if (typeof action !== 'string' || typeof page !== 'string') return false;
  if (kind === 'done') return true;
  const isRefusal = kind === 'refused' && typeof code === 'string' && Array.isArray(problems);
  return isRefusal && [typed, answer].every((each) => Object(each) === each);
}

function encode(outcome: Outcome): string {
  return Buffer.from(JSON.stringify(outcome), 'utf8').toString('base64url');
}

function withoutText({ field, type }: FieldProblem): FieldProblem {
  return { field: field.slice(0, 64), type, message: '' };
}
