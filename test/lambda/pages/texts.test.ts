import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { reasonIn } from '../../../lambda/pages/reasons.ts';
import { Say, TEXTS } from '../../../lambda/pages/texts.ts';
import { LANGUAGES } from '../../../lambda/pages/view.ts';
import { ACTIONS, REFUSALS } from '../../../lib/contract/index.ts';
import { FAILURES } from '../../../lib/contract/refusal.ts';

const ROOT = path.join(import.meta.dirname, '../../..');

const baseOf = (key: string) => key.replace(/#.*/, '');
const basesOf = (texts: Readonly<Record<string, string>>) => [
  ...new Set(Object.keys(texts).map(baseOf)),
];
const placeholdersOf = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();

/** Sentences by which the policy refuses passwords, out of its own code, with a number for what each fills in. */
function sentencesOfPolicy(): readonly string[] {
  return ['password-policy.ts', 'new-hash.ts'].flatMap((file) => {
    const code = readFileSync(path.join(ROOT, 'lambda/users/passwords', file), 'utf8');
    return [...code.matchAll(/(['`])(Password should .*?)\1/g)].map(([, , sentence = '']) =>
      sentence.replace(/\$\{.*?\}/g, '12'),
    );
  });
}

/** Actions that a visitor's form or the script calls, and after which there is something to say. */
const SILENT = ['login', 'mfa-login', 'confirm-login', 'passkey-login', 'enrol-totp'];

describe.each(LANGUAGES)('the texts in %s', (language) => {
  const texts = TEXTS[language];
  const say = new Say(language);

  it('have the keys of the English ones', () => {
    expect(basesOf(texts)).toEqual(basesOf(TEXTS.en));
  });

  it('have a form for each plural category of the language', () => {
    const plurals = basesOf(TEXTS.en).filter((base) => `${base}#other` in TEXTS.en);
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    for (const base of plurals) {
      const forms = Object.keys(texts).filter((key) => key.startsWith(`${base}#`));
      expect(forms.toSorted()).toEqual(pluralCategories.map((one) => `${base}#${one}`).toSorted());
    }
  });

  it('have the placeholders of the English ones', () => {
    const whole = Object.entries(texts).filter(([key]) => !key.includes('#'));
    expect(whole.map(([key, text]) => [key, placeholdersOf(text)])).toEqual(
      whole.map(([key]) => [key, placeholdersOf(TEXTS.en[key] ?? '')]),
    );
    // Forms for one and two may say the number in words.
    const others = Object.entries(texts).filter(([key]) => key.endsWith('#other'));
    for (const [key, text] of others)
      expect({ key, of: placeholdersOf(text) }).toEqual({ key, of: ['count'] });
  });

  it('are all there, without white space around them', () => {
    for (const [key, text] of Object.entries(texts)) {
      expect({ key, text }).toEqual({ key, text: text.trim() });
      expect(text).not.toBe('');
    }
  });

  it.each([...Object.keys(REFUSALS), ...Object.keys(FAILURES), 'VALIDATION_ERROR'])(
    'say what %s means',
    (code) => {
      expect(say.find(`refused.${code}`)).toEqual(expect.any(String));
    },
  );

  it.each(sentencesOfPolicy())('say why a password is refused: %s', (sentence) => {
    expect(reasonIn(say, sentence)).not.toBe(sentence);
  });

  it('say what came of every form', () => {
    const changes = ACTIONS.filter(
      ({ name, caller, route }) =>
        route !== undefined &&
        route.method !== 'GET' &&
        ['anyone', 'user', 'credential'].includes(caller) &&
        !SILENT.includes(name) &&
        !/options|refresh/.test(name),
    );
    for (const { name } of changes) {
      expect({ name, text: say.find(`done.${name}`) }).toEqual({ name, text: expect.any(String) });
    }
  });
});

it('the sentences of the policy are found in its code', () => {
  expect(sentencesOfPolicy()).toHaveLength(7);
});

it('other languages than English have texts of their own', () => {
  const same = LANGUAGES.filter((language) => language !== 'en').flatMap((language) =>
    Object.entries(TEXTS[language])
      .filter(([key, text]) => text === TEXTS.en[key] && text.length > 20)
      .map(([key]) => `${language} ${key}`),
  );
  expect(same).toEqual([]);
});

it('texts of the product take the place of those by the same keys', () => {
  const say = new Say('de', { 'sign-in.title': 'Willkommen' });
  expect([say.text('sign-in.title'), say.text('sign-in.submit')]).toEqual([
    'Willkommen',
    'Anmelden',
  ]);
});

it('the number of a text is written as the language does', () => {
  expect(new Say('de').count('wait.seconds', 1234)).toContain('1.234');
  expect(new Say('ar').count('security.codes-left', 2)).toBe('بقي رمزان');
});
