/** What goes in and out of each call, and its codes: of any stack, without its custom fields. */
import type { AnyCode } from './errors.ts';

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

type SignIn = 'LOGIN_BAD_CREDENTIALS' | 'LOGIN_USER_NOT_VERIFIED';
/** Of a user who may not do this, or of a cookie from another origin. */
type SignedIn = 'UNAUTHORIZED' | 'FORBIDDEN';
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
    SignIn | 'FORBIDDEN' | 'LOGIN_MFA_REQUIRED' | 'VALIDATION_ERROR'
  >;
  reauthenticate: Operation<
    { readonly password: string },
    undefined,
    SignIn | SignedIn | 'VALIDATION_ERROR'
  >;
  logout: Operation<never, undefined, SignedIn>;
  me: Operation<never, User, SignedIn>;
  updateMe: Operation<
    Proof & { readonly email?: string; readonly password?: string },
    User,
    | Fresh
    | 'UPDATE_USER_EMAIL_ALREADY_EXISTS'
    | 'UPDATE_USER_INVALID_PASSWORD'
    | 'UPDATE_USER_BAD_CURRENT_PASSWORD'
  >;
  deleteMe: Operation<Proof, undefined, Fresh | 'LAST_SUPERUSER'>;
  exportMe: Operation<never, Readonly<Record<string, unknown>>, 'UNAUTHORIZED'>;
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
  sessions: Operation<never, readonly Session[], 'UNAUTHORIZED'>;
  endSession: Operation<Proof, undefined, Fresh | 'NOT_FOUND'>;
  endOtherSessions: Operation<Proof, undefined, Fresh>;
  accounts: Operation<never, readonly Account[], 'UNAUTHORIZED'>;
  unlinkAccount: Operation<Proof, undefined, Fresh | 'NOT_FOUND' | 'LAST_CREDENTIAL'>;
  finishOAuth: Operation<
    never,
    undefined,
    SignIn | Provider | 'OAUTH_NOT_AVAILABLE_EMAIL' | 'OAUTH_REGISTRATION_REQUIRED'
  >;
  associate: Operation<never, { readonly authorization_url: string }, Recent | 'NOT_FOUND'>;
  finishAssociation: Operation<never, User, Provider | Recent>;
}
