import { LocalError } from '../errors.ts';
import { isObject, type Json } from './template.ts';

/** What the names in a template stand for. */
export interface Scope {
  /** Value of a pseudo parameter, a parameter or a resource; undefined for `AWS::NoValue`. */
  ref(name: string): Json | undefined;
  attribute(logicalId: string, attribute: string): string;
}

/**
 * Replaces the intrinsic functions in a value of a template. A value that resolves to
 * `AWS::NoValue` disappears from the object or list that holds it.
 *
 * @throws {LocalError} `UNSUPPORTED` for an intrinsic function that this runtime does not know.
 */
export function resolve(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, scope)).filter((item) => item !== undefined);
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? ['', null];
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const intrinsic = INTRINSICS[name];
    if (intrinsic === undefined) {
      throw new LocalError('UNSUPPORTED', `the template uses ${name}, which is not supported here`);
    }
    return intrinsic(argument, scope);
  }
  return Object.fromEntries(
    entries
      .map(([key, item]) => [key, resolve(item, scope)] as const)
      .filter((entry): entry is readonly [string, Json] => entry[1] !== undefined),
  );
}

const INTRINSICS: Record<string, (argument: Json, scope: Scope) => Json | undefined> = {
  Ref: (name, scope) => scope.ref(String(name)),

  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, ...attribute] = Array.isArray(argument)
      ? argument.map(String)
      : String(argument).split('.');
    return scope.attribute(logicalId ?? '', attribute.join('.'));
  },

  'Fn::Join': (argument, scope) => {
    const [delimiter, items] = list(argument);
    return list(resolve(items ?? [], scope))
      .map(String)
      .join(String(delimiter));
  },

  'Fn::Sub': (argument, scope) => {
    const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
    return String(text).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal !== '') return `\${${name}}`;
      if (isObject(variables) && name in variables) {
        return String(resolve(variables[name] ?? '', scope));
      }
      const [logicalId = '', ...attribute] = name.trim().split('.');
      return attribute.length === 0
        ? String(scope.ref(logicalId))
        : scope.attribute(logicalId, attribute.join('.'));
    });
  },

  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument);
    return list(resolve(items ?? [], scope))[Number(index)];
  },

  'Fn::Split': (argument, scope) => {
    const [delimiter, text] = list(argument);
    return String(resolve(text ?? '', scope)).split(String(delimiter));
  },
};

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
