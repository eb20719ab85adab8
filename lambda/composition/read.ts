import { filled } from '../../lib/contract/gaps.ts';
import {
  fileOf,
  type IntegerSetting,
  type SecondsSetting,
  type Setting,
  UNCHECKED,
  type ValueOf,
  variableOf,
} from '../../lib/contract/setting.ts';
import { besideBundle } from '../adapters/bundle.ts';

/** Variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The text of a file beside the bundle. */
export type ReadFile = (name: string) => string;

/**
 * The value of a setting, as the construct set it for the function.
 *
 * @throws for a variable or a file that is missing or malformed: the function stops at its start
 */
export function read<S extends Setting>(
  environment: Environment,
  setting: S,
  file: ReadFile = besideBundle,
): ValueOf<S> {
  const hint = 'the UsersApi construct sets it';
  const value = readVariable(environment, setting, variableOf(setting), hint);
  if (setting.kind !== 'derived-file') return value;
  return filled(file(fileOf(setting)), value as readonly unknown[]) as ValueOf<S>;
}

/** As `read`, from a variable with another name or another source, which the hint names. */
export function readVariable<S extends Setting>(
  environment: Environment,
  setting: S,
  variable: string,
  hint: string,
): ValueOf<S> {
  const text = environment[variable];
  if (text !== undefined) return parse(setting, variable, text) as ValueOf<S>;
  if (setting.kind === 'optional-text' || setting.kind === 'optional-json') {
    return undefined as ValueOf<S>;
  }
  throw new Error(`the environment variable ${variable} is missing; ${hint}`);
}

function parse(setting: Setting, variable: string, text: string): unknown {
  switch (setting.kind) {
    case 'integer':
    case 'seconds':
      return numberOf(setting, variable, text);
    case 'flag':
    case 'derived-flag':
      return text === 'true';
    case 'list':
    case 'derived-json':
    case 'optional-json':
    case 'derived-file':
      return JSON.parse(text);
    case 'text':
    case 'secret':
    case 'derived-text':
    case 'optional-text':
      return text;
  }
}

/** Of a value that synth could not check, only one that its row allows: the deployment may have given any. */
function numberOf(
  { min = 1, max, why }: IntegerSetting | SecondsSetting,
  variable: string,
  text: string,
): number {
  const digits = text.endsWith(UNCHECKED) ? text.slice(0, -UNCHECKED.length) : text;
  if (!/^\d+$/.test(digits)) {
    throw new Error(`the environment variable ${variable} is ${text}, not a whole number`);
  }
  const number = Number(digits);
  if (digits === text || (number >= min && number <= max)) return number;
  throw new Error(
    `the environment variable ${variable} is ${number}, not from ${min} to ${max}: ${why}`,
  );
}
