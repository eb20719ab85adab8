/** `cdk-users-api/client`: the users API in browsers and on servers, without dependencies. */
export {
  type Backend,
  type BearerBackend,
  type BearerOptions,
  bearer,
  type CookieBackend,
  type CookieOptions,
  cookie,
} from './backend.ts';
export type { Result } from './calls.ts';
export { createUsersClient, type UsersClientOptions } from './client.ts';
export type { BackendName, ClientOf, OperationsOf, UserOf } from './document.ts';
export {
  type AnyCode,
  type BegunLogin,
  begunLogin,
  type Problem,
  type UsersError,
} from './errors.ts';
export { fastApiUsers, type Layout } from './layout.ts';
export type { LoginChange } from './login.ts';
export type {
  Account,
  Factor,
  FactorCode,
  Factors,
  Operation,
  Operations,
  Passkey,
  Proof,
  Session,
  User,
} from './operations.ts';
export type {
  PasskeyAnswer,
  PasskeyChallenge,
  PasskeyCreationOptions,
  PasskeyRequestOptions,
} from './passkeys.ts';
export type { CredentialStorage } from './storage.ts';
export type { AnyOperations, UsersClient } from './users-client.ts';
