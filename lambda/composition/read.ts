import { type Setting, type ValueOf, variableOf } from '../../lib/contract/setting.ts';

/** Variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The value of a setting, as the construct set it for the function.
 *
 * @throws for a variable that is missing or malformed: the function stops at its start
 */
export function read<S extends Setting>(environment: Environment, setting: S): ValueOf<S> {
  return readVariable(environment, setting, variableOf(setting), 'the UsersApi construct sets it');
}

/** As `read`, from a variable with another name or another source, which the hint names. */
export function readVariable<S extends Setting>(
  environment: Environment,
  { kind }: S,
  variable: string,
  hint: string,
): ValueOf<S> {
  const text = environment[variable];
  if (text !== undefined) return parse(kind, variable, text) as ValueOf<S>;
  if (kind === 'optional-text') return undefined as ValueOf<S>;
  throw new Error(`the environment variable ${variable} is missing; ${hint}`);
}

function parse(kind: Setting['kind'], variable: string, text: string): unknown {
  switch (kind) {
    case 'integer':
    case 'seconds':
      if (!/^\d+$/.test(text)) {
        throw new Error(`the environment variable ${variable} is ${text}, not a whole number`);
      }
      return Number(text);
    case 'flag':
    case 'derived-flag':
      return text === 'true';
    case 'list':
    case 'derived-json':
      return JSON.parse(text);
    case 'text':
    case 'secret':
    case 'derived-text':
    case 'optional-text':
      return text;
  }
}
