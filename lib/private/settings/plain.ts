import { Duration } from 'aws-cdk-lib';
import type { Feature } from '../../contract/features.ts';
import { type CONCERNS, SETTINGS } from '../../contract/index.ts';
import type { PlainSetting, Setting, ValueOf } from '../../contract/setting.ts';
import type { EmailChange } from '../../email-change';
import type { UsersApiProps } from '../../users-api-props';
import { checkBasePath } from './base-path';
import { checkInteger, checkLifetime } from './checks';
import { checkContextWords } from './context-words';
import { checkOrigins } from './origins';

type Row = (typeof CONCERNS)[keyof typeof CONCERNS]['settings'][number];
type PlainRow = Extract<Row, PlainSetting>;

/** Values of props that functions get as they are, by the names of their settings. */
export type PlainValues = { readonly [S in PlainRow as S['name']]: ValueOf<S> };

/** Props whose form or meaning is more than their row says: checks one, and returns its value. */
const FORMS: { readonly [Name in PlainRow['name']]?: (given: never) => unknown } = {
  allowedOrigins: checkOrigins,
  basePath: checkBasePath,
  contextWords: checkContextWords,
  confirmEmailChange: ({ _confirmed }: EmailChange) => _confirmed,
};

/** Checks the props that settings name, and fills in the defaults. */
export function plainValues(props: UsersApiProps): PlainValues {
  const values = SETTINGS.filter(isPlain).map((setting) => {
    const given = propOf(props, setting.prop);
    return [setting.name, given === undefined ? setting.default : checked(setting, given)];
  });
  return Object.fromEntries(values);
}

/** Flags that a feature switches on, where their props are left out. */
export function flagsOnWith(
  features: readonly Feature[],
  props: UsersApiProps,
): Partial<PlainValues> {
  const on = SETTINGS.filter(isPlain).filter(
    (setting) =>
      setting.kind === 'flag' &&
      setting.onWith !== undefined &&
      features.includes(setting.onWith) &&
      propOf(props, setting.prop) === undefined,
  );
  return Object.fromEntries(on.map(({ name }) => [name, true]));
}

export function isPlain(setting: Setting): setting is PlainSetting {
  return 'default' in setting;
}

/** The prop of a path such as `passwordPolicy.minLength`. */
export function propOf(props: UsersApiProps, prop: string): unknown {
  return prop
    .split('.')
    .reduce<unknown>(
      (value, name) => (value as Record<string, unknown> | undefined)?.[name],
      props,
    );
}

function checked(setting: PlainSetting, given: unknown): unknown {
  const form = FORMS[setting.name as PlainRow['name']];
  if (form !== undefined) return form(given as never);
  switch (setting.kind) {
    case 'integer':
      checkInteger(setting.prop, given as number, setting);
      return given;
    case 'seconds': {
      const { prop, min, max, why } = setting;
      checkLifetime(prop, given as Duration, { min, max: Duration.seconds(max), why });
      return (given as Duration).toSeconds();
    }
    case 'flag':
    case 'text':
    case 'list':
      return given;
  }
}
