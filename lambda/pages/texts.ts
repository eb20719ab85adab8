import { type Child, type Html, html } from './parts/html.ts';
import ar from './texts/ar.json' with { type: 'json' };
import de from './texts/de.json' with { type: 'json' };
import en from './texts/en.json' with { type: 'json' };
import es from './texts/es.json' with { type: 'json' };
import fr from './texts/fr.json' with { type: 'json' };
import ja from './texts/ja.json' with { type: 'json' };
import type { Language } from './view.ts';

type StoredKey = keyof typeof en;

/** Of a text that has a form for each plural category: `wait#one`, `wait#other`. */
export type PluralKey = StoredKey extends infer Key
  ? Key extends `${infer Base}#other`
    ? Base
    : never
  : never;

/** Of a text that has one form. */
export type TextKey = Exclude<StoredKey, `${string}#${string}`>;

/** Texts by their keys, in each language. */
export const TEXTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  ...{ en, de, fr, es, ja, ar },
};

/** Names of the languages, each in itself, and the direction of its script. */
export const LANGUAGE_NAMES: Readonly<
  Record<Language, { readonly name: string; readonly direction: 'ltr' | 'rtl' }>
> = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
  fr: { name: 'Français', direction: 'ltr' },
  es: { name: 'Español', direction: 'ltr' },
  ja: { name: '日本語', direction: 'ltr' },
  ar: { name: 'العربية', direction: 'rtl' },
};

const PLACEHOLDER = /\{(\w+)\}/;

/** The texts of a page, in its language. */
export class Say {
  readonly language: Language;
  readonly #texts: Readonly<Record<string, string>>;
  readonly #plurals: Intl.PluralRules;
  readonly #numbers: Intl.NumberFormat;

  /** @param own texts of the product, instead of those by the same keys */
  constructor(language: Language, own: Readonly<Record<string, string>> = {}) {
    this.language = language;
    this.#texts = { ...TEXTS[language], ...own };
    this.#plurals = new Intl.PluralRules(language);
    this.#numbers = new Intl.NumberFormat(language);
  }

  /** A text, with values for its placeholders. */
  text(key: TextKey, values: Readonly<Record<string, string>> = {}): string {
    return this.#pieces(key, values).join('');
  }

  /** A text with markup for its placeholders. */
  html(key: TextKey, values: Readonly<Record<string, Child>>): Html {
    return html`${this.#pieces(key, values)}`;
  }

  /** The form of a text that goes with a number, which is its `{count}`. */
  count(key: PluralKey, count: number, values: Readonly<Record<string, string>> = {}): string {
    const given = { ...values, count: this.#numbers.format(count) };
    return this.#pieces(`${key}#${this.#plurals.select(count)}`, given).join('');
  }

  /** A text by a key that is made of something else, or `undefined` where there is none. */
  find(key: string): string | undefined {
    return Object.hasOwn(this.#texts, key) ? this.#texts[key] : undefined;
  }

  #pieces<Value>(key: string, values: Readonly<Record<string, Value>>): (string | Value)[] {
    const text = this.#texts[key];
    if (text === undefined) throw new Error(`no text ${key} in ${this.language}`);
    return text.split(PLACEHOLDER).map((piece, index) => {
      if (index % 2 === 0) return piece;
      const value = values[piece];
      if (value === undefined) throw new Error(`no value of {${piece}} for the text ${key}`);
      return value;
    });
  }
}
