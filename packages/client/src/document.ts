/**
 * The types of a stack's own API, from what `openapi-typescript` makes of its OpenAPI document: an interface `paths`, with
 * each path's methods, their bodies and their responses by status.
 */
import type { Operation, Operations } from './operations.ts';
import type { PasskeyAnswer } from './passkeys.ts';
import type { UsersClient } from './users-client.ts';

/** How the path of each call ends in any layout, its method, and paths that are not meant. */
interface Routes {
  register: [`${string}/register`, 'post'];
  login: [PerBackend<'login'>, 'post', `${string}/login/${string}/${string}` | OfLogin];
  finishLogin: [FinishLogin, 'post'];
  beginPasskeyLogin: [Below<'passkey/options'>, 'post'];
  loginByPasskey: [Below<'passkey'>, 'post'];
  requestCode: [Below<'email'>, 'post'];
  loginByCode: [Below<'email/confirm'>, 'post'];
  reauthenticate: [PerBackend<'reauthenticate'>, 'post'];
  logout: [PerBackend<'logout'>, 'post'];
  me: [`${string}/me`, 'get'];
  updateMe: [`${string}/me`, 'patch'];
  deleteMe: [`${string}/me`, 'delete'];
  exportMe: [`${string}/me/export`, 'get'];
  forgotPassword: [`${string}/forgot-password`, 'post'];
  resetPassword: [`${string}/reset-password`, 'post'];
  requestVerification: [`${string}/request-verify-token`, 'post'];
  verify: [`${string}/verify`, 'post'];
  confirmEmailChange: [`${string}/confirm-email-change`, 'post'];
  sessions: [`${string}/me/sessions`, 'get'];
  endSession: [`${string}/me/sessions/${string}`, 'delete'];
  endOtherSessions: [`${string}/me/sessions`, 'delete'];
  accounts: [`${string}/me/accounts`, 'get'];
  unlinkAccount: [`${string}/me/accounts/${string}`, 'delete'];
  factors: [`${string}/me/mfa`, 'get'];
  enrolTotp: [`${string}/me/mfa/totp`, 'post'];
  confirmTotp: [`${string}/me/mfa/totp/confirm`, 'post'];
  removeTotp: [`${string}/me/mfa/totp`, 'delete'];
  newRecoveryCodes: [`${string}/me/mfa/recovery-codes`, 'post'];
  passkeys: [`${string}/me/passkeys`, 'get'];
  beginPasskey: [`${string}/me/passkeys/options`, 'post'];
  addPasskey: [`${string}/me/passkeys`, 'post'];
  renamePasskey: [`${string}/me/passkeys/${string}`, 'patch'];
  removePasskey: [`${string}/me/passkeys/${string}`, 'delete'];
  finishOAuth: [`${string}/callback`, 'get', `${string}/associate/${string}`];
  associate: [`${string}/associate/${string}/authorize`, 'get'];
  finishAssociation: [`${string}/associate/${string}/callback`, 'get'];
}

type PerBackend<Action extends string> = `${string}/${Action}/${string}` | `${string}/${Action}`;

/** In the layout of FastAPI Users, `/auth/jwt/login/mfa`. */
type Below<Path extends string> =
  | `${string}/login/${string}/${Path}`
  | `${string}/${string}/login/${Path}`;

type FinishLogin = Below<'mfa'>;

/** Those that are no logins by password. */
type OfLogin = `${string}/login/${'mfa' | 'passkey' | 'email'}`;

/** What the client itself says of a call. */
interface Own {
  login: { readonly body: Operations['login']['body']; readonly data: undefined };
  finishLogin: { readonly data: undefined };
  loginByPasskey: { readonly data: undefined };
  loginByCode: { readonly data: undefined };
  reauthenticate: { readonly data: undefined };
  finishOAuth: { readonly data: undefined };
}

type Keys<Paths, Pattern, Not> = Exclude<Extract<keyof Paths, Pattern>, Not>;

/** The operations of the document that a call stands for: several, where each backend has one. */
type Found<Paths, Route> = Route extends readonly [infer Pattern, infer Method, infer Not]
  ? Of<Paths[Keys<Paths, Pattern, Not>], Method & string>
  : Route extends readonly [infer Pattern, infer Method]
    ? Of<Paths[Keys<Paths, Pattern, never>], Method & string>
    : never;

type Of<Item, Method extends string> = Item extends { [M in Method]: infer Op } ? Op : never;

type Json<Response> = Response extends { content: { 'application/json': infer Body } }
  ? Body
  : undefined;

type Bodies<Op> = Op extends {
  requestBody?: { content: { 'application/json': infer Body } };
}
  ? Sent<Body>
  : never;

/** The types that browsers have of a credential are wider than the document's. */
type Sent<Body> = Body extends { credential: object }
  ? Omit<Body, 'credential'> & Pick<PasskeyAnswer, 'credential'>
  : Body;

type Responses<Op> = Op extends { responses: infer All } ? All : never;

type Success<All> = All extends All ? Json<All[keyof All & (200 | 201 | 202 | 204)]> : never;

/** FastAPI Users' `null` says no more than an empty response. */
type Data<Op> =
  Exclude<Success<Responses<Op>>, null | undefined> extends infer Body
    ? [Body] extends [never]
      ? undefined
      : Body
    : never;

type Refusals<All> = All extends All ? Json<All[keyof All]> : never;

type Codes<Op, HookCode> = CodeOf<DetailOf<Refusals<Responses<Op>>>, HookCode>;

type DetailOf<Body> = Body extends { detail: infer Detail } ? Detail : never;

type CodeOf<Detail, HookCode> = Detail extends readonly unknown[]
  ? 'VALIDATION_ERROR'
  : Detail extends { code: infer Code }
    ? string extends Code
      ? HookCode
      : Code
    : Detail;

/** The client sends everything as it has to be. */
type Impossible = 'UNSUPPORTED_MEDIA_TYPE';

type Declared<Op, HookCode> = Operation<
  Bodies<Op>,
  Data<Op>,
  Extract<Exclude<Codes<Op, HookCode>, Impossible>, string>
>;

type With<Said, Changes> = Omit<Said, keyof Changes> & Changes;

/** Of each call, what goes in and out and its codes, as the document has them. */
export type OperationsOf<Paths, HookCode extends string = never> = {
  [Name in keyof Operations]: Name extends keyof Own
    ? With<Declared<Found<Paths, Routes[Name]>, HookCode>, Own[Name]>
    : Declared<Found<Paths, Routes[Name]>, HookCode>;
};

/** Calls that the stack has no route for. */
type Missing<Paths> = {
  [Name in keyof Operations]: [Found<Paths, Routes[Name]>] extends [never] ? Name : never;
}[keyof Operations];

/** The client of a stack: with the calls that it has, typed by its document where that is given. */
export type ClientOf<Paths, HookCode extends string = never> = unknown extends Paths
  ? UsersClient
  : Omit<UsersClient<OperationsOf<Paths, HookCode>>, Missing<Paths>>;

/** The user of a stack, with the fields of its user model. */
export type UserOf<Paths> = Data<Found<Paths, Routes['me']>>;

/** Names of the backends that users sign in at. */
export type BackendName<Paths> = unknown extends Paths
  ? string
  : NameIn<Keys<Paths, Routes['login'][0], Routes['login'][2]>>;

/** `/users/login/jwt`, or `/auth/jwt/login`. */
type NameIn<Path> = Path extends `${string}/login/${infer Name}`
  ? Name
  : Path extends `${infer Before}/login`
    ? LastOf<Before>
    : never;

type LastOf<Path extends string> = Path extends `${string}/${infer Rest}` ? LastOf<Rest> : Path;
