import { randomInt } from 'node:crypto';
import { isObject, type JsonObject } from '../cloudformation/template.ts';

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const UPPERCASE = LOWERCASE.toUpperCase();
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * A secret's value as its `GenerateSecretString` property describes it: 32 characters of four kinds
 * with at least one of each, unless it says otherwise; inside `SecretStringTemplate` if there is
 * one.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-secretsmanager-secret-generatesecretstring.html
 */
export function generateSecretString(options: JsonObject): string {
  const password = generatePassword(options);
  const { SecretStringTemplate: template, GenerateStringKey: key } = options;
  if (typeof template !== 'string' || typeof key !== 'string') return password;
  const fields: unknown = JSON.parse(template);
  return JSON.stringify({ ...(isObject(fields) ? fields : {}), [key]: password });
}

function generatePassword(options: JsonObject): string {
  const excluded = new Set(String(options.ExcludeCharacters ?? ''));
  const kinds = [
    options.ExcludeLowercase === true ? '' : LOWERCASE,
    options.ExcludeUppercase === true ? '' : UPPERCASE,
    options.ExcludeNumbers === true ? '' : DIGITS,
    options.ExcludePunctuation === true ? '' : PUNCTUATION,
    options.IncludeSpace === true ? ' ' : '',
  ]
    .map((kind) => [...kind].filter((character) => !excluded.has(character)))
    .filter((kind) => kind.length > 0);
  const length = Number(options.PasswordLength ?? 32);
  const all = kinds.flat();
  const required = options.RequireEachIncludedType === false ? [] : kinds.map(pick);
  return shuffle([
    ...required,
    ...Array.from({ length: length - required.length }, () => pick(all)),
  ]).join('');
}

function pick(characters: readonly string[]): string {
  return characters[randomInt(characters.length)] ?? '';
}

function shuffle(characters: string[]): string[] {
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters;
}
