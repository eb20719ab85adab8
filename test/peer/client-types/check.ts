/** What the compiler has to find of `cdk-users-api/client`, typed by the documents of two stacks. */
import {
  type BackendName,
  bearer,
  createUsersClient,
  type Operations,
  type OperationsOf,
  type UserOf,
} from 'cdk-users-api/client';
import type { paths as Everything } from './everything.ts';
import type { paths as Example } from './example.ts';
import type { paths as Model } from './model.ts';
import { createClient } from './own.ts';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type Said = OperationsOf<Everything>;

/** Only of stacks with required custom fields. */
type OfModels = 'OAUTH_REGISTRATION_REQUIRED' | 'LOGIN_REGISTRATION_REQUIRED';

/** With `EmailChange.CONFIRM`, as in the stack with everything, an address is found to be taken later. */
type OtherCodes = Record<Exclude<keyof Operations, 'updateMe'>, never> & {
  updateMe: OperationsOf<Model>['updateMe']['code'];
};

/** The types without a document are those of a document with everything. */
export const codes: {
  [Name in keyof Operations]: Same<
    Said[Name]['code'] | OtherCodes[Name],
    Exclude<Operations[Name]['code'], OfModels>
  >;
} = {
  register: true,
  login: true,
  reauthenticate: true,
  logout: true,
  me: true,
  updateMe: true,
  deleteMe: true,
  exportMe: true,
  forgotPassword: true,
  resetPassword: true,
  requestVerification: true,
  verify: true,
  confirmEmailChange: true,
  sessions: true,
  endSession: true,
  endOtherSessions: true,
  accounts: true,
  unlinkAccount: true,
  finishOAuth: true,
  associate: true,
  finishAssociation: true,
  finishLogin: true,
  beginPasskeyLogin: true,
  loginByPasskey: true,
  requestCode: true,
  loginByCode: true,
  factors: true,
  enrolTotp: true,
  confirmTotp: true,
  removeTotp: true,
  newRecoveryCodes: true,
  passkeys: true,
  beginPasskey: true,
  addPasskey: true,
  renamePasskey: true,
  removePasskey: true,
};
/** What the client promises is in the document, and it takes nothing that the API doesn't. */
export type Data = { [Name in keyof Operations]: Operations[Name]['data'] };
export const data = null as unknown as {
  [Name in keyof Operations]: Said[Name]['data'];
} satisfies Data;
export type Bodies = { [Name in keyof Operations]: Said[Name]['body'] };
type Sent = Exclude<
  keyof Operations,
  'deleteMe' | 'endSession' | 'endOtherSessions' | 'unlinkAccount'
>;
export const bodies = null as unknown as {
  [Name in Sent]: Operations[Name]['body'];
} satisfies Pick<Bodies, Sent>;

export const name: Same<BackendName<Everything>, 'jwt' | 'cookie' | 'on-the-web'> = true;

interface OtherLayout {
  '/auth/jwt/login': unknown;
  '/auth/on-the-web/login': unknown;
}
export const inOtherLayout: Same<BackendName<OtherLayout>, 'jwt' | 'on-the-web'> = true;

const users = createUsersClient<Example>({ url: '/users', backend: bearer() });
// @ts-expect-error the example stores no logins
export const missing = users.sessions;
// @ts-expect-error the example has no such backend
createUsersClient<Example>({ url: '/users', backend: bearer({ name: 'other' }) });
export const email: UserOf<Example>['email'] = 'ada@example.com';

export async function register() {
  const { data: user, error } = await users.register({ email, password: 'password' });
  if (user) return user.is_verified;
  if (error.code === 'REGISTER_INVALID_PASSWORD') return error.reason.length;
  // @ts-expect-error a registration has no such code
  return error.code === 'LOGIN_BAD_CREDENTIALS';
}

/** A field with a default may be left out. */
export async function fieldsWithDefaults() {
  const [given, ours] = [
    createUsersClient<Model>({ url: '/users', backend: bearer() }),
    createClient(),
  ];
  const user = { email, password: 'password', name: 'Ada' };
  const answers = [await given.register(user), await ours.register(user)];
  await given.register({ ...user, newsletter: true });
  await ours.register({ ...user, newsletter: true });
  // @ts-expect-error a field without one has to be sent
  await given.register({ email, password: 'password' });
  // @ts-expect-error
  await ours.register({ email, password: 'password' });
  return answers.map(({ data: made }): boolean | undefined => made?.newsletter);
}
