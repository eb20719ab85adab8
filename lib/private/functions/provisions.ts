import { Stack } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Action } from '../../contract/action.ts';
import type { CONCERNS, Concern } from '../../contract/index.ts';
import {
  type PlainSetting,
  type SecretSetting,
  type Setting,
  variableOf,
} from '../../contract/setting.ts';
import { isPlain, type PlainValues } from '../settings/plain';
import { listText, numberText } from '../settings/texts';
import type { Context } from './context';
import { DERIVED, type DerivedName, type Provision } from './derived';

type Row = (typeof CONCERNS)[Concern]['settings'][number];
type SecretProp = Extract<Row, SecretSetting>['prop'];

/** What an action gets for the settings of its row, and nothing else. */
export interface Provisions extends Required<Omit<Provision, 'value' | 'isFile'>> {
  readonly environment: { [variable: string]: string };
  /** The variables that are no props as they are: what their texts are made from. */
  readonly derived: { [variable: string]: unknown };
  /** Whether any of them is in a file beside the bundle. */
  readonly readsFiles: boolean;
}

export function provisionsOf(scope: Construct, action: Action, context: Context): Provisions {
  const provided = action.settings.map((setting) => ({
    setting,
    variable: variableOf(setting),
    ...provision(scope, setting, action, context),
  }));
  const set = provided.filter(({ value }) => value !== undefined);
  return {
    environment: Object.fromEntries(
      set.map(({ variable, setting, value }) => [
        variable,
        JSON_KINDS.includes(setting.kind) ? Stack.of(scope).toJsonString(value) : (value as string),
      ]),
    ),
    derived: Object.fromEntries(
      set
        .filter(({ setting }) => !isPlain(setting))
        .map(({ variable, value }) => [variable, value]),
    ),
    readsFiles: provided.some(({ isFile }) => isFile),
    secrets: [...new Set(provided.flatMap(({ secrets = [] }) => secrets))],
    written: [...new Set(provided.flatMap(({ written = [] }) => written))],
    rotated: provided.flatMap(({ rotated = [] }) => rotated),
    statements: provided.flatMap(({ statements = [] }) => statements),
  };
}

function provision(
  scope: Construct,
  setting: Setting,
  action: Action,
  context: Context,
): Provision {
  if (isPlain(setting)) return { value: textOf(scope, setting, context.settings) };
  if (setting.kind === 'secret') {
    const secret = secretOf(setting.prop as SecretProp, context);
    return { value: secret.secretArn, secrets: [secret] };
  }
  if (setting.kind === 'derived-file') {
    const values = context.resources.code.valuesFor(setting);
    return { value: values, isFile: true };
  }
  const provided: Provision = DERIVED[setting.name as DerivedName](context, action);
  return setting.kind === 'optional-json' && provided.value === undefined ? {} : provided;
}

const JSON_KINDS: readonly Setting['kind'][] = ['derived-json', 'optional-json', 'derived-file'];

/** The variables of an action that are props as they are. */
export function plainVariables(
  scope: Construct,
  action: Action,
  settings: PlainValues,
): readonly (readonly [string, string])[] {
  return action.settings
    .filter(isPlain)
    .map((setting) => [variableOf(setting), textOf(scope, setting, settings)] as const);
}

function textOf(scope: Construct, { kind, name }: PlainSetting, values: PlainValues): string {
  const value = values[name as keyof PlainValues];
  switch (kind) {
    case 'integer':
    case 'seconds':
      return numberText(value as number);
    case 'flag':
      return `${value}`;
    case 'text':
      return value as string;
    case 'list':
      return listText(scope, value as readonly string[]);
  }
}

function secretOf(prop: SecretProp, { resources, client }: Context): ISecret {
  if (prop !== 'clientSecret') return resources[prop];
  if (client === undefined)
    throw new Error('only the functions of an OAuth client have its secret');
  return resources.clientSecretOf(client);
}
