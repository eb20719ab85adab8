/** The client as its callers see it. */
import type { Result } from './calls.ts';
import type { LoginChange } from './login.ts';
import type { Operation, Operations, Proof } from './operations.ts';

/** Of each call, as `Operations` has it, or the document of a stack. */
export type AnyOperations = {
  readonly [Name in keyof Operations]: Operation<unknown, unknown, string>;
};

type Answer<Call extends Operation<unknown, unknown, string>> = Promise<
  Result<Call['data'], Call['code']>
>;

export interface UsersClient<Ops extends AnyOperations = Operations> {
  /** Makes an account, and doesn't sign in. Mail nothing yet: that asks for `requestVerification`. */
  register(body: Ops['register']['body']): Answer<Ops['register']>;

  /** Signs in, in all open tabs. */
  login(body: Ops['login']['body']): Answer<Ops['login']>;

  /** Goes on with a login that was `LOGIN_MFA_REQUIRED`, or with one of `begunLogin(location.hash)`. */
  finishLogin(body: Ops['finishLogin']['body']): Answer<Ops['finishLogin']>;

  /** What the browser is to ask for a passkey to sign in with. */
  beginPasskeyLogin(): Answer<Ops['beginPasskeyLogin']>;

  /** Signs in, in all open tabs, by what the browser gave. */
  loginByPasskey(body: Ops['loginByPasskey']['body']): Answer<Ops['loginByPasskey']>;

  /** Asks for a code to be mailed to sign in with; succeeds for every address. */
  requestCode(body: Ops['requestCode']['body']): Answer<Ops['requestCode']>;

  /** Signs in, in all open tabs. By cookie the browser has the attempt as well. */
  loginByCode(body: Ops['loginByCode']['body']): Answer<Ops['loginByCode']>;

  /** Proves again who the user is, for calls that answer `REAUTHENTICATION_REQUIRED` or `MFA_REQUIRED`. */
  reauthenticate(body: Ops['reauthenticate']['body']): Answer<Ops['reauthenticate']>;

  /**
   * Signs out, in all open tabs. Tokens are forgotten even if the API could not be reached, which is an error: it has not
   * ended the login then.
   */
  logout(): Answer<Ops['logout']>;

  me(): Answer<Ops['me']>;

  /** A new address or password asks for `current_password`. */
  updateMe(body: Ops['updateMe']['body']): Answer<Ops['updateMe']>;

  /** Deletes the user, who is signed out. */
  deleteMe(proof?: Proof): Answer<Ops['deleteMe']>;

  /** All that is stored of the user, except secrets. */
  exportMe(): Answer<Ops['exportMe']>;

  /** Asks for a token to be mailed; succeeds for every address. */
  forgotPassword(body: Ops['forgotPassword']['body']): Answer<Ops['forgotPassword']>;

  resetPassword(body: Ops['resetPassword']['body']): Answer<Ops['resetPassword']>;

  /** Asks for a token to be mailed; succeeds for every address. */
  requestVerification(body: Ops['requestVerification']['body']): Answer<Ops['requestVerification']>;

  verify(body: Ops['verify']['body']): Answer<Ops['verify']>;

  /** Of a stack with `EmailChange.CONFIRM`. */
  confirmEmailChange(body: Ops['confirmEmailChange']['body']): Answer<Ops['confirmEmailChange']>;

  /** Of a stack that stores logins: where the user is signed in, newest first. */
  sessions(): Answer<Ops['sessions']>;

  endSession(id: string, proof?: Proof): Answer<Ops['endSession']>;

  endOtherSessions(proof?: Proof): Answer<Ops['endOtherSessions']>;

  /** The user's accounts at providers. */
  accounts(): Answer<Ops['accounts']>;

  unlinkAccount(
    account: { readonly client: string; readonly subject: string },
    proof?: Proof,
  ): Answer<Ops['unlinkAccount']>;

  /** The user's second factors. */
  factors(): Answer<Ops['factors']>;

  /** A secret for an authenticator app: `uri` as a QR code. Nothing is in force before `confirmTotp`. */
  enrolTotp(proof?: Proof): Answer<Ops['enrolTotp']>;

  /** Puts the app in force with its first code. Show the recovery codes of the answer: nobody can see them again. */
  confirmTotp(body: Ops['confirmTotp']['body']): Answer<Ops['confirmTotp']>;

  removeTotp(body: Ops['removeTotp']['body']): Answer<Ops['removeTotp']>;

  /** In place of all that are left. */
  newRecoveryCodes(body: Ops['newRecoveryCodes']['body']): Answer<Ops['newRecoveryCodes']>;

  /** The user's passkeys, oldest first. */
  passkeys(): Answer<Ops['passkeys']>;

  /** What the browser is to ask for a new passkey; with `conditional` it may make one by itself. */
  beginPasskey(body?: Ops['beginPasskey']['body']): Answer<Ops['beginPasskey']>;

  addPasskey(body: Ops['addPasskey']['body']): Answer<Ops['addPasskey']>;

  renamePasskey(id: string, body: Ops['renamePasskey']['body']): Answer<Ops['renamePasskey']>;

  removePasskey(id: string, proof?: Proof): Answer<Ops['removePasskey']>;

  /**
   * Where a link or `location.assign` begins a login at a provider.
   *
   * @throws {UsersError} `NOT_FOUND` for what is no name, such as `..`
   */
  oauthUrl(client: string): string;

  /**
   * On a page that is the client's `redirectUri`: signs in with what the provider sent there.
   *
   * @param query of the page, such as `location.search`
   */
  finishOAuth(client: string, query: string): Answer<Ops['finishOAuth']>;

  /** Begins to add an account at a provider: go to the `authorization_url` of the answer. */
  associate(client: string): Answer<Ops['associate']>;

  /** On a page that is the client's `associateRedirectUri`: adds the account. */
  finishAssociation(client: string, query: string): Answer<Ops['finishAssociation']>;

  /**
   * `fetch` with the credential of the user, refreshed before it ends, and once again if it is refused: for other routes
   * of the API, and of APIs at one of `origins`. Works wherever a function like `fetch` is expected. With `headers` of the
   * client it follows no redirect, and gives that response: they would go along to any origin.
   *
   * @throws {TypeError} for another origin, which would get the credential
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;

  /** The access token in force, for what is no `fetch`, such as a WebSocket; nothing by cookie. */
  accessToken(): Promise<string | undefined>;

  /**
   * Calls a listener whenever the user of this client changes, here or in another tab: somebody has signed in, or the login
   * has ended. A refresh is no change.
   *
   * @returns what ends the subscription
   */
  subscribe(listener: (change: LoginChange) => void): () => void;

  /** Hears nothing of other tabs any more, and tells them nothing: later calls change only this client. */
  close(): void;
}
