/** The pages that the API shows to people, and which of them have a form for an action. */
import { optionalJson } from './setting.ts';

/** The last part of their paths, by what they are. None is the name of something that superusers read of a user, below `/{id}`. */
export const PAGES = {
  'sign-in': 'sign-in',
  'sign-up': 'sign-up',
  'second-factor': 'second-factor',
  'email-code': 'email-code',
  'enter-code': 'enter-code',
  'forgot-password': 'forgot-password',
  'reset-password': 'reset-password',
  verify: 'verify',
  'confirm-email': 'confirm-email',
  account: 'account',
  password: 'password',
  security: 'security',
  'authenticator-app': 'authenticator-app',
  'recovery-codes': 'recovery-codes',
  sessions: 'devices',
  reauthenticate: 'reauthenticate',
  'delete-account': 'delete-account',
} as const;

/** Languages that there are texts of, by their BCP 47 tags. */
export const LANGUAGES = ['en', 'de', 'fr', 'es', 'ja', 'ar'] as const;

export type Language = (typeof LANGUAGES)[number];

export type PageName = keyof typeof PAGES;

/** Of the forms for an action. */
export interface PageForm {
  /** The page that has it; where several have one, the form says which it is on. A refusal is shown there. */
  readonly page: PageName;
  /** Where a success leads: to a page, back to the same one, or where the visitor was going. */
  readonly done: PageName | 'same' | 'next';
  /** The page shows what the action answers, once. */
  readonly showsAnswer?: true;
  /** Fields that a form has again after a refusal although they are secret, as nobody types them. */
  readonly keeps?: readonly string[];
}

/** Pages on which a visitor does what a refusal asks for, before they go on where they were. */
export const PAGE_BEFORE: Readonly<Record<string, PageName>> = {
  UNAUTHORIZED: 'sign-in',
  MFA_REQUIRED: 'sign-in',
  MFA_ENROLMENT_REQUIRED: 'security',
  REAUTHENTICATION_REQUIRED: 'reauthenticate',
};

/** Names of the fields by which a form says where it is and where its visitor was going. */
export const FORM_FIELDS = { page: '_page', next: '_next' } as const;

/** A cookie of the host itself, which no other site can set: it says what came of a form. */
export const OUTCOME_COOKIE = '__Host-users-api-outcome';

/** Seconds: as long as a login waits for its second factor. */
export const OUTCOME_LIFETIME = 300;

/** What tells a route from others. */
interface RouteKey {
  readonly method: string;
  readonly path: string;
}

/** HTML has forms for GET and POST only: what is another method has a route for them, too. */
export const needsFormRoute = ({ method }: RouteKey) => method === 'PATCH' || method === 'DELETE';

/** Path of that route. */
export function formPath({ method, path }: RouteKey): string {
  return method === 'DELETE' ? `${path}/delete` : path;
}

/** What an action needs to know of the pages that have forms for it. */
export interface FormPagesSettings {
  /** URL that those of the pages begin with, without a slash at its end. */
  readonly url: string;
  /** Where visitors go who were going nowhere else: a path of the API's origin, or a URL. Absent for the page of their account. */
  readonly home?: string;
  /** Origins other than the API's own that they may go to. */
  readonly origins: readonly string[];
}

/** Not set for an action without a form. */
export const formPages = optionalJson<FormPagesSettings>()('formPages');
