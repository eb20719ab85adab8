import { Failure } from '../failure.ts';

/** How the create-user function says that fields are missing or wrong: `VALIDATION_ERROR: name: Field required; ...`. */
const PROBLEMS = /^VALIDATION_ERROR(?:: (.*))?$/s;
/** Where a problem of a field begins. */
const FIELD = /(?:^|; )([^\s:;.]+)[^\s:;]*: /g;

const EMAIL = 'change the address with --email';
const EXAMPLE = `--fields '{"name": ...}'`;

/** A refusal of the create-user function as one line, with the option that mends it. */
export function withRemedy(error: unknown, fields: object = {}): unknown {
  const [refused, problems] = (error instanceof Failure && PROBLEMS.exec(error.message)) || [];
  if (refused === undefined) return error;
  // Functions of earlier versions don't say which.
  if (problems === undefined) {
    return new Failure(`the fields are not those of the user model: add them with ${EXAMPLE}`);
  }
  const names = new Set([...problems.matchAll(FIELD)].map(([, name]) => name ?? ''));
  const remedies = new Set([...names].map((name) => remedyOf(name, fields)));
  return new Failure([problems, ...remedies].join('; '));
}

function remedyOf(name: string, fields: object): string {
  if (name === 'email') return EMAIL;
  if (name === 'password') return 'give another password';
  const example = `--fields '{"${name}": ...}'`;
  return name in fields ? `change it in ${example}` : `add it with ${example}`;
}
