import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SETTINGS } from '../../../lib/contract/index.ts';
import type { PlainSetting } from '../../../lib/contract/setting.ts';
import { isPlain } from '../../../lib/private/settings/plain';

const source = (file: string) => readFileSync(path.join(__dirname, '../../../lib', file), 'utf8');
/** Props that are structs, by the file of the struct. */
const STRUCTS: Readonly<Record<string, string>> = { passwordPolicy: 'password-policy.ts' };

/** What the documentation of a prop says of its default, as users read it. */
function documented(prop: string): string | undefined {
  const [first = '', second] = prop.split('.');
  const text = source(second === undefined ? 'users-api-props.ts' : String(STRUCTS[first]));
  const declaration = text.indexOf(`  readonly ${second ?? first}?:`);
  const comment = text.slice(text.lastIndexOf('/**', declaration), declaration);
  return declaration < 0 ? undefined : /@default ([^\n]*)/.exec(comment)?.[1];
}

function inWords({ kind, name, default: value }: PlainSetting): string {
  if (name === 'confirmEmailChange') return 'EmailChange.IMMEDIATE';
  if (kind === 'seconds') {
    return value < 3600 ? `Duration.minutes(${value / 60})` : `Duration.hours(${value / 3600})`;
  }
  if (name === 'allowedOrigins') return "- none: only pages of the API's own origin";
  if (kind === 'list') return `[${value.map((each) => `'${each}'`).join(', ')}]`;
  return kind === 'text' ? `'${value}'` : `${value}`;
}

describe('the props', () => {
  test.each(SETTINGS.filter(isPlain).map((setting) => [setting.prop, setting] as const))(
    'document %s with the default that it has',
    (prop, setting) => {
      expect(documented(prop)?.split(' - ')[0]).toBe(inWords(setting));
    },
  );
});
