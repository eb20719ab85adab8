/**
 * Settings: what a prop of the construct is called, which values it takes, which variable a function
 * reads it from, and what it is by default, each said once. The construct checks props and sets
 * variables by these rows, the runtime reads them by the same rows, and tests take their defaults from
 * them.
 */
import type { Feature } from './features.ts';

interface Row<Value, Name extends string = string> {
  /** The feature without which the prop has no effect. */
  readonly onlyWith?: Feature;
  /** In camel case; `variableOf` makes the name of the variable from it. */
  readonly name: Name;
  /** Only for the compiler: what a function gets. */
  readonly value?: Value;
}

/** A whole number of a prop. */
export interface IntegerSetting<Name extends string = string> extends Row<number, Name> {
  readonly kind: 'integer';
  readonly prop: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Why a value is refused: the second half of the error. */
  readonly why: string;
}

/** A time: a `Duration` in the props, whole seconds for the functions. */
export interface SecondsSetting<Name extends string = string> extends Row<number, Name> {
  readonly kind: 'seconds';
  readonly prop: string;
  readonly default: number;
  /** 1 where it is left out. */
  readonly min?: number;
  readonly max: number;
  readonly why: string;
}

export interface FlagSetting<Name extends string = string> extends Row<boolean, Name> {
  readonly kind: 'flag';
  readonly prop: string;
  readonly default: boolean;
  /** The feature with which it is on by default. */
  readonly onWith?: Feature;
  /** The values of a prop that doesn't take `true` and `false`. */
  readonly values?: { readonly on: string; readonly off: string };
}

/** A text that is set as it is. */
export interface TextSetting<Name extends string = string> extends Row<string, Name> {
  readonly kind: 'text';
  readonly prop: string;
  readonly default: string;
}

export interface ListSetting<Name extends string = string> extends Row<readonly string[], Name> {
  readonly kind: 'list';
  readonly prop: string;
  readonly default: readonly string[];
}

/** A secret of Secrets Manager, and with it the right to read its value. A function gets its ARN. */
export interface SecretSetting<Name extends string = string> extends Row<string, Name> {
  readonly kind: 'secret';
  /** The attribute of the construct that has it. */
  readonly prop: string;
  /** The prop whose members have it, where it isn't the construct itself. */
  readonly of?: string;
}

/** What the construct works out from more than a prop. */
export interface DerivedSetting<Value, Name extends string = string> extends Row<Value, Name> {
  /** As it is, or `true` or `false`, or as JSON; an optional one is not set for some functions. */
  readonly kind:
    | 'derived-text'
    | 'optional-text'
    | 'derived-flag'
    | 'derived-json'
    | 'optional-json';
}

/**
 * What can be longer than an environment: a file beside the bundle, whose gaps the variable fills. It is the
 * same for all functions of an API.
 */
export interface FileSetting<Value = unknown, Name extends string = string>
  extends Row<Value, Name> {
  readonly kind: 'derived-file';
}

/** The value of a prop. */
export type PlainSetting =
  | IntegerSetting
  | SecondsSetting
  | FlagSetting
  | TextSetting
  | ListSetting;

export type Setting<Value = unknown> = Row<Value> &
  (PlainSetting | SecretSetting | DerivedSetting<unknown> | FileSetting);

/** What a function gets for a setting. */
export type ValueOf<S> = S extends Row<infer Value> ? Value : never;

/** The rules of a row; the prop is named like the setting unless it says otherwise. */
type Rules<S extends PlainSetting> = Omit<S, 'kind' | 'name' | 'prop'> & Partial<Pick<S, 'prop'>>;

export const integer = <Name extends string>(
  name: Name,
  rules: Rules<IntegerSetting>,
): IntegerSetting<Name> => ({
  kind: 'integer',
  name,
  prop: name,
  ...rules,
});

export const seconds = <Name extends string>(
  name: Name,
  rules: Rules<SecondsSetting>,
): SecondsSetting<Name> => ({
  kind: 'seconds',
  name,
  prop: name,
  ...rules,
});

export const flag = <Name extends string>(
  name: Name,
  rules: Rules<FlagSetting>,
): FlagSetting<Name> => ({
  kind: 'flag',
  name,
  prop: name,
  ...rules,
});

export const text = <Name extends string>(
  name: Name,
  rules: Rules<TextSetting>,
): TextSetting<Name> => ({
  kind: 'text',
  name,
  prop: name,
  ...rules,
});

export const list = <Name extends string>(
  name: Name,
  rules: Rules<ListSetting>,
): ListSetting<Name> => ({
  kind: 'list',
  name,
  prop: name,
  ...rules,
});

/**
 * @param prop the attribute of the construct that has the secret
 * @param where the prop whose members have it, where it isn't the construct itself
 */
export const secret = <Name extends string, Prop extends string>(
  name: Name,
  prop: Prop,
  where: Pick<SecretSetting, 'of'> = {},
): SecretSetting<Name> & { readonly prop: Prop } => ({ kind: 'secret', name, prop, ...where });

export const derivedText = <Name extends string>(name: Name): DerivedSetting<string, Name> => ({
  kind: 'derived-text',
  name,
});

export const optionalText = <Name extends string>(
  name: Name,
): DerivedSetting<string | undefined, Name> => ({
  kind: 'optional-text',
  name,
});

export const derivedFlag = <Name extends string>(name: Name): DerivedSetting<boolean, Name> => ({
  kind: 'derived-flag',
  name,
});

/** Called twice, as the name is inferred and the type of the value can't be. */
export const derivedJson =
  <Value>() =>
  <Name extends string>(name: Name): DerivedSetting<Value, Name> => ({
    kind: 'derived-json',
    name,
  });

/** Called twice, like `derivedJson`. */
export const optionalJson =
  <Value>() =>
  <Name extends string>(name: Name): DerivedSetting<Value | undefined, Name> => ({
    kind: 'optional-json',
    name,
  });

/** Called twice, like `derivedJson`. */
export const derivedFile =
  <Value>() =>
  <Name extends string>(name: Name): FileSetting<Value, Name> => ({
    kind: 'derived-file',
    name,
  });

/**
 * Behind a number in a variable that only the deployment knows, such as a parameter's: the function checks what
 * synth could not.
 */
export const UNCHECKED = ' (unchecked)';

/** `passwordMinLength` to `PASSWORD_MIN_LENGTH`; a secret's has `_SECRET_ARN` behind it. */
export function variableOf({ name, kind }: Pick<Setting, 'name' | 'kind'>): string {
  const words = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return kind === 'secret' ? `${words}_SECRET_ARN` : words;
}

/** The name of the file: `oauthClients` to `oauth-clients.json`. */
export function fileOf({ name }: FileSetting): string {
  return `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.json`;
}
