/** Pages for people, so that nobody has to write a form to sign in. */
import { get } from './action.ts';
import { anyone } from './callers.ts';
import type { Manifest } from './manifest.ts';
import { type FormPagesSettings, formPages, type PageName } from './page-forms.ts';
import { optionalJson } from './setting.ts';
import { page } from './success.ts';

/** A custom field as a form has it. */
export interface PageField {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  readonly kind: 'text' | 'email' | 'url' | 'date' | 'number' | 'integer' | 'boolean' | 'choice';
  readonly required: boolean;
  readonly choices?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** What the function of the pages knows. */
export interface HostedPagesSettings extends FormPagesSettings {
  /** Base URL of the API's routes, without a slash at its end. */
  readonly api: string;
  readonly brand: {
    readonly name: string;
    /** URL. */
    readonly logo?: string;
    /** Values of the custom properties of the style sheet, by their names. */
    readonly style: Readonly<Record<string, string>>;
  };
  /** BCP 47; the first is for visitors who ask for none of them. */
  readonly languages: readonly string[];
  /** Pages that there are something to show on for. */
  readonly pages: readonly PageName[];
  /** Where forms are posted to, by the names of actions. */
  readonly actions: Readonly<Record<string, string>>;
  /** What pages read and call otherwise, by the names of actions. */
  readonly reads: Readonly<Record<string, string>>;
  /** OAuth clients whose logins end at the backend of the pages. */
  readonly providers: readonly string[];
  readonly passkeys: boolean;
  readonly fields: readonly PageField[];
  readonly passwordMinimum: number;
}

export const hostedPages = optionalJson<HostedPagesSettings>()('hostedPages');

/** Names of the files beside the pages, and their types. */
export const PAGE_ASSETS = {
  'style.css': 'text/css; charset=utf-8',
  'script.js': 'text/javascript; charset=utf-8',
} as const;

export type PageAsset = keyof typeof PAGE_ASSETS;

export const pages = anyone(
  'pages',
  get('/pages/{page}', {
    gives: page('a page for people, such as `sign-in`'),
    forPeople: true,
  }),
  'Pages for people: they sign up and in, and manage their accounts.',
  { onlyWith: 'pages', published: true, ownFolder: true, settings: [hostedPages] },
);

export const PAGES_CONCERN = {
  actions: [pages],
  settings: [formPages, hostedPages],
  events: {},
  refusals: {},
} as const satisfies Manifest;
