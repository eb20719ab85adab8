/** What the pages show: plain data, which one function gathers and another one renders. */
import type { Language } from '../../lib/contract/page-forms.ts';
import type { PageField } from '../../lib/contract/pages.ts';
import type { Done, Refused } from './outcome.ts';

export { LANGUAGES, type Language } from '../../lib/contract/page-forms.ts';

/** What a page is of, whatever it shows. */
export interface Frame {
  readonly language: Language;
  /** Those that a visitor may choose. */
  readonly languages: readonly Language[];
  readonly brand: {
    /** Of the product that people sign in to. */
    readonly name: string;
    /** URL of the logo; the name is shown by itself where there is none. */
    readonly logo?: string;
  };
  /** URLs of the style sheets, in their order, and of the script. */
  readonly assets: { readonly styles: readonly string[]; readonly script: string };
  /** Paths of the pages that there are; no link leads to one that is absent. */
  readonly pages: Readonly<Partial<Record<PageName, string>>>;
  /** Where forms are posted to, by the names of actions; no form is shown for one that is absent. */
  readonly actions: Readonly<Record<string, string>>;
  /** Path that visitors go to when they are done; it is sent on with each form as `next`. */
  readonly next?: string;
  /** Texts of the product, instead of those of `texts/` by the same keys. */
  readonly texts?: Readonly<Record<string, string>>;
  /** Where visitors go who are done and were going nowhere else. */
  readonly home?: string;
  /** What came of the form that was posted before. */
  readonly outcome?: Done | Refused;
}

/** A custom field of the user model. */
export type CustomField = PageField;

export interface ShownUser {
  readonly email: string;
  readonly is_verified: boolean;
  readonly created_at: string;
  readonly custom: Readonly<Record<string, unknown>>;
}

export interface Provider {
  readonly client: string;
  readonly label: string;
  /** Where a visitor goes to sign in with it, or to link an account there. */
  readonly url: string;
}

/** Of `GET /me/passkeys`. */
export interface ShownPasskey {
  readonly id: string;
  readonly name: string;
  readonly authenticator?: string | null;
  readonly created_at: string;
  readonly last_used_at?: string | null;
  readonly synced: boolean;
}

/** Of `GET /me/sessions`. */
export interface ShownSession {
  readonly id: string;
  readonly current: boolean;
  readonly created_at: string;
  readonly last_used_at?: string | null;
  readonly ip?: string | null;
  readonly user_agent?: string | null;
}

/** Of `GET /me/accounts`. */
export interface ShownAccount {
  readonly client: string;
  /** Of the provider; the client's name where it is left out. */
  readonly label?: string;
  readonly issuer: string;
  readonly subject: string;
  readonly email?: string | null;
  readonly created_at: string;
}

/** What is typed to prove who one is, where a login is not recent enough. */
export interface ProofAsked {
  /** The current password will do, in the form itself. */
  readonly password: boolean;
}

/** What each page shows beside its frame. */
export interface Views {
  readonly 'sign-in': {
    readonly providers: readonly Provider[];
    /** By conditional UI and a button, with a script. */
    readonly passkeys: boolean;
  };
  readonly 'sign-up': {
    readonly providers: readonly Provider[];
    readonly fields: readonly CustomField[];
    readonly password: { readonly minimum: number };
  };
  readonly 'second-factor': {
    /** Absent where the five minutes have passed. */
    readonly token?: string;
    readonly methods: readonly ('totp' | 'passkey' | 'recovery_code')[];
  };
  /** Asks for the address that a code is mailed to. */
  readonly 'email-code': Readonly<Record<never, never>>;
  /** Asks for the code, on the device that asked for it. */
  readonly 'enter-code': { readonly email?: string };
  readonly 'forgot-password': Readonly<Record<never, never>>;
  /** `token` is absent where it stands behind `#`, from where the script takes it. */
  readonly 'reset-password': {
    readonly token?: string;
    readonly password: { readonly minimum: number };
  };
  readonly verify: { readonly token?: string };
  readonly 'confirm-email': { readonly token?: string };
  readonly account: {
    readonly user: ShownUser;
    readonly fields: readonly CustomField[];
    readonly proof: ProofAsked;
  };
  readonly password: {
    readonly user: ShownUser;
    readonly password: { readonly minimum: number };
  };
  readonly security: {
    readonly user: ShownUser;
    /** Absent where nobody has second factors. */
    readonly mfa?: { readonly totp: boolean; readonly recovery_codes_left: number };
    readonly passkeys?: readonly ShownPasskey[];
    readonly accounts?: readonly ShownAccount[];
    /** Those that can be linked. */
    readonly providers: readonly Provider[];
    readonly proof: ProofAsked;
  };
  /** A new authenticator app: the QR code and the secret to type, until its first code is given. */
  readonly 'authenticator-app': { readonly secret?: string; readonly uri?: string };
  /** Shown once. */
  readonly 'recovery-codes': { readonly codes: readonly string[] };
  readonly sessions: {
    readonly user: ShownUser;
    readonly sessions: readonly ShownSession[];
    readonly proof: ProofAsked;
  };
  /** Proves who one is again, and goes on to `next`. */
  readonly reauthenticate: {
    readonly user: ShownUser;
    readonly methods: readonly ('password' | 'code' | 'passkey')[];
  };
  /** Asks before a user is deleted. */
  readonly 'delete-account': { readonly user: ShownUser; readonly proof: ProofAsked };
  /** What there is no page for, or went wrong. */
  readonly message: {
    readonly kind: 'not-found' | 'unavailable' | 'signed-out';
    readonly requestId?: string;
  };
}

export type PageName = keyof Views;

/** One page with what it shows. */
export type View = {
  readonly [Name in PageName]: { readonly page: Name } & Views[Name];
}[PageName];
