/** What goes in and out of each call, and its codes: of any stack, without its custom fields. */
import type { AnyCode } from './errors.ts';
import type {
  PasskeyAnswer,
  PasskeyChallenge,
  PasskeyCreationOptions,
  PasskeyRequestOptions,
} from './passkeys.ts';

export interface User {
  /** UUID, version 7. */
  readonly id: string;
  readonly email: string;
  readonly is_active: boolean;
  readonly is_superuser: boolean;
  readonly is_verified: boolean;
  /** RFC 3339, UTC. */
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Session {
  readonly id: string;
  readonly backend: string;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly ip: string;
  readonly user_agent: string;
  /** It is the one of this client. */
  readonly current: boolean;
}

/** An account at a provider. */
export interface Account {
  readonly client: string;
  readonly issuer: string | null;
  readonly subject: string;
  readonly email: string | null;
  readonly created_at: string;
}

/** A call: what goes in and out, and its codes. */
export interface Operation<Body, Data, Code extends string> {
  readonly body: Body;
  readonly data: Data;
  readonly code: Code | AnyCode;
}

/** The current password, where the login is no longer recent. */
export interface Proof {
  readonly current_password?: string;
}

export interface Passkey {
  readonly id: string;
  readonly name: string;
  /** The product that it is in, if that is known. */
  readonly authenticator: string | null;
  readonly created_at: string;
  readonly last_used_at: string | null;
  /** It is on more than one device. */
  readonly synced: boolean;
  readonly transports: readonly string[];
}

/** A code of the user's authenticator app, or one of the recovery codes. */
export type FactorCode = { readonly code: string } | { readonly recovery_code: string };

/** What proves a second factor. */
export type Factor = FactorCode | PasskeyAnswer;

/** The second factors of a user. */
export interface Factors {
  readonly totp: boolean;
  readonly recovery_codes_left: number;
  readonly passkeys: number;
}

interface RecoveryCodes {
  /** Ten, shown once. */
  readonly recovery_codes: readonly string[];
}

type BadLogin = 'LOGIN_BAD_CREDENTIALS' | 'LOGIN_USER_NOT_VERIFIED';
type SignIn = BadLogin | 'LOGIN_MFA_REQUIRED';
/** Of a user who may not do this, or of a cookie from another origin. */
type Read = 'UNAUTHORIZED' | 'MFA_REQUIRED' | 'MFA_ENROLMENT_REQUIRED';
type SignedIn = Read | 'FORBIDDEN';
/** Of routes that ask nobody for a second factor. */
type Known = 'UNAUTHORIZED' | 'FORBIDDEN';
/** Of a factor that is added by a user with a verified address: to others, with one of those, or the first. */
type Enrols = Known | 'MFA_REQUIRED' | 'USER_NOT_VERIFIED';
type Recent = SignedIn | 'REAUTHENTICATION_REQUIRED';
type Fresh = Recent | 'VALIDATION_ERROR';
type Provider =
  | 'OAUTH_INVALID_STATE'
  | 'OAUTH_REFUSED'
  | 'OAUTH_INVALID_RESPONSE'
  | 'OAUTH_USER_ALREADY_EXISTS'
  | 'VALIDATION_ERROR';

/** Each call of the client. */
export interface Operations {
  register: Operation<
    { readonly email: string; readonly password: string },
    User,
    'REGISTER_USER_ALREADY_EXISTS' | 'REGISTER_INVALID_PASSWORD' | 'VALIDATION_ERROR'
  >;
  login: Operation<
    { readonly email: string; readonly password: string },
    undefined,
    SignIn | 'FORBIDDEN' | 'VALIDATION_ERROR'
  >;
  finishLogin: Operation<
    { readonly mfa_token: string } & Factor,
    undefined,
    | 'LOGIN_BAD_MFA_TOKEN'
    | 'LOGIN_BAD_MFA_CODE'
    | 'LOGIN_BAD_PASSKEY'
    | 'LOGIN_PASSKEY_UNKNOWN'
    | 'LOGIN_USER_NOT_VERIFIED'
    | 'FORBIDDEN'
    | 'VALIDATION_ERROR'
  >;
  beginPasskeyLogin: Operation<never, PasskeyChallenge<PasskeyRequestOptions>, 'FORBIDDEN'>;
  loginByPasskey: Operation<
    PasskeyAnswer,
    undefined,
    | 'LOGIN_BAD_PASSKEY'
    | 'LOGIN_PASSKEY_UNKNOWN'
    | 'LOGIN_USER_NOT_VERIFIED'
    | 'LOGIN_MFA_REQUIRED'
    | 'FORBIDDEN'
    | 'VALIDATION_ERROR'
  >;
  requestCode: Operation<
    { readonly email: string },
    { readonly attempt_token: string; readonly expires_at: string },
    'FORBIDDEN' | 'VALIDATION_ERROR'
  >;
  loginByCode: Operation<
    { readonly attempt_token?: string; readonly code: string },
    undefined,
    | 'LOGIN_BAD_CODE'
    | 'LOGIN_REGISTRATION_REQUIRED'
    | 'LOGIN_MFA_REQUIRED'
    | 'FORBIDDEN'
    | 'VALIDATION_ERROR'
  >;
  reauthenticate: Operation<
    { readonly password: string } | Exclude<Factor, { readonly recovery_code: string }>,
    undefined,
    | SignIn
    | 'LOGIN_BAD_MFA_CODE'
    | 'LOGIN_BAD_PASSKEY'
    | 'LOGIN_PASSKEY_UNKNOWN'
    | 'REAUTHENTICATION_REQUIRED'
    | Known
    | 'VALIDATION_ERROR'
  >;
  logout: Operation<never, undefined, Known>;
  me: Operation<never, User, Known>;
  updateMe: Operation<
    Proof & { readonly email?: string; readonly password?: string },
    User,
    | Fresh
    | 'UPDATE_USER_EMAIL_ALREADY_EXISTS'
    | 'UPDATE_USER_INVALID_PASSWORD'
    | 'UPDATE_USER_BAD_CURRENT_PASSWORD'
  >;
  deleteMe: Operation<Proof, undefined, Fresh | 'LAST_SUPERUSER'>;
  exportMe: Operation<never, Readonly<Record<string, unknown>>, Read>;
  forgotPassword: Operation<{ readonly email: string }, undefined, 'VALIDATION_ERROR'>;
  resetPassword: Operation<
    { readonly token: string; readonly password: string },
    undefined,
    'RESET_PASSWORD_BAD_TOKEN' | 'RESET_PASSWORD_INVALID_PASSWORD' | 'VALIDATION_ERROR'
  >;
  requestVerification: Operation<{ readonly email: string }, undefined, 'VALIDATION_ERROR'>;
  verify: Operation<
    { readonly token: string },
    User,
    'VERIFY_USER_BAD_TOKEN' | 'VERIFY_USER_ALREADY_VERIFIED' | 'VALIDATION_ERROR'
  >;
  confirmEmailChange: Operation<
    { readonly token: string },
    User,
    'EMAIL_CHANGE_BAD_TOKEN' | 'UPDATE_USER_EMAIL_ALREADY_EXISTS' | 'VALIDATION_ERROR'
  >;
  sessions: Operation<never, readonly Session[], Read>;
  endSession: Operation<Proof, undefined, Fresh | 'NOT_FOUND'>;
  endOtherSessions: Operation<Proof, undefined, Fresh>;
  accounts: Operation<never, readonly Account[], Read>;
  unlinkAccount: Operation<Proof, undefined, Fresh | 'NOT_FOUND' | 'LAST_CREDENTIAL'>;
  factors: Operation<never, Factors, 'UNAUTHORIZED'>;
  enrolTotp: Operation<
    Proof,
    { readonly secret: string; readonly uri: string; readonly expires_at: string },
    Enrols | 'REAUTHENTICATION_REQUIRED' | 'VALIDATION_ERROR' | 'MFA_ALREADY_ENABLED'
  >;
  confirmTotp: Operation<
    { readonly code: string },
    RecoveryCodes,
    Enrols | 'MFA_BAD_CODE' | 'VALIDATION_ERROR'
  >;
  removeTotp: Operation<
    FactorCode & Proof,
    undefined,
    Known | 'REAUTHENTICATION_REQUIRED' | 'MFA_BAD_CODE' | 'VALIDATION_ERROR'
  >;
  newRecoveryCodes: Operation<
    FactorCode & Proof,
    RecoveryCodes,
    Known | 'REAUTHENTICATION_REQUIRED' | 'MFA_BAD_CODE' | 'VALIDATION_ERROR'
  >;
  passkeys: Operation<never, readonly Passkey[], Read>;
  beginPasskey: Operation<
    Proof & { readonly conditional?: boolean },
    PasskeyChallenge<PasskeyCreationOptions>,
    Enrols | 'REAUTHENTICATION_REQUIRED' | 'VALIDATION_ERROR' | 'PASSKEY_LIMIT'
  >;
  addPasskey: Operation<
    PasskeyAnswer & { readonly name?: string },
    Passkey,
    Enrols | 'PASSKEY_INVALID' | 'PASSKEY_LIMIT' | 'VALIDATION_ERROR'
  >;
  renamePasskey: Operation<
    { readonly name: string },
    Passkey,
    SignedIn | 'NOT_FOUND' | 'VALIDATION_ERROR'
  >;
  removePasskey: Operation<Proof, undefined, Fresh | 'NOT_FOUND' | 'LAST_CREDENTIAL'>;
  finishOAuth: Operation<
    never,
    undefined,
    SignIn | Provider | 'OAUTH_NOT_AVAILABLE_EMAIL' | 'OAUTH_REGISTRATION_REQUIRED'
  >;
  associate: Operation<never, { readonly authorization_url: string }, Recent | 'NOT_FOUND'>;
  finishAssociation: Operation<never, User, Provider | Recent>;
}
