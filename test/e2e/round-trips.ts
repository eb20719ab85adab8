/**
 * What requests ask of DynamoDB, and in how many waits: the tests measure it, and the table in
 * `docs/round-trips.md` is made from it.
 */

interface Cost {
  /** Waits for DynamoDB, one after another; calls that are sent together are one. */
  readonly roundTrips: number;
  readonly calls: readonly string[];
}

export interface Measured {
  /** Name of the action. */
  readonly action: string;
  /** Which requests of the action; all of them if it is left out. */
  readonly when?: string;
  readonly cost: Cost;
}

const of = (action: string, roundTrips: number, calls: readonly string[], when?: string) => ({
  action,
  ...(when !== undefined && { when }),
  cost: { roundTrips, calls },
});

const NONE = [] as const;
const READ = ['BatchGetItem'];
const READ_AND_WRITE = ['BatchGetItem', 'TransactWriteItems'];
const READ_HASH_AND_WRITE = ['BatchGetItem', 'GetItem', 'TransactWriteItems'];
/** Who calls; the credential with the counters; the counters again, once the password is right. */
const READ_GUESS_AND_WRITE = [
  ...['BatchGetItem', 'BatchGetItem', 'BatchGetItem'],
  'TransactWriteItems',
];
/** The counters again, once the password is right. */
const READ_TWICE_AND_NOTE = ['BatchGetItem', 'BatchGetItem', 'UpdateItem'];
const NEW_CREDENTIAL = 'with a new address or password';
const BAD_TOKEN = 'with a token that is none, which is counted';
const PROVED = 'with the current password';

/** Who calls; the secret with the counters, and the recovery codes beside it. */
const CHANGE_BY_CODE = ['BatchGetItem', 'BatchGetItem', 'Query', 'TransactWriteItems'];
const AT_ONCE = 'the second read and the query at once';

export const ROUND_TRIPS = {
  register: of('register', 1, ['TransactWriteItems']),
  registerTaken: of(
    'register',
    2,
    ['TransactWriteItems', 'UpdateItem'],
    'with an address that is taken, which is counted',
  ),
  getMe: of('get-me', 1, READ),
  updateMe: of('update-me', 4, READ_GUESS_AND_WRITE, NEW_CREDENTIAL),
  updateNothing: of('update-me', 1, READ, 'that changes nothing'),
  deleteMe: of('delete-me', 2, READ_AND_WRITE, 'after a recent login'),
  deleteMeProved: of('delete-me', 4, READ_GUESS_AND_WRITE, PROVED),
  exportMe: of('export-me', 2, [
    'BatchGetItem',
    'GetItem',
    'GetItem',
    'Query',
    'Query',
    'Query',
    'Query',
    'Query',
  ]),
  login: of('login', 2, ['BatchGetItem', 'BatchGetItem'], 'that stores nothing'),
  loginRefused: of(
    'login',
    3,
    ['BatchGetItem', 'UpdateItem', 'UpdateItem', 'UpdateItem'],
    'with a wrong password, or for an unknown name; the last two calls at once',
  ),
  loginLocking: of(
    'login',
    4,
    ['BatchGetItem', 'UpdateItem', 'PutItem', 'UpdateItem', 'UpdateItem'],
    'with the wrong password that locks the name; the last two calls at once',
  ),
  loginLocked: of('login', 1, READ, 'while the name or the address is locked'),
  mfaLogin: of('mfa-login', 2, READ_AND_WRITE),
  mfaLoginByRecovery: of(
    'mfa-login',
    2,
    ['BatchGetItem', 'Query', 'TransactWriteItems'],
    'by a recovery code; the reads at once',
  ),
  mfaLoginWrong: of(
    'mfa-login',
    2,
    ['BatchGetItem', 'UpdateItem'],
    'with a code that is wrong or was used',
  ),
  getMyMfa: of('get-my-mfa', 1, READ),
  enrolTotp: of('enrol-totp', 2, READ_AND_WRITE),
  confirmTotp: of('confirm-totp', 3, ['BatchGetItem', 'BatchGetItem', 'TransactWriteItems']),
  deleteMyTotp: of('delete-my-totp', 3, CHANGE_BY_CODE, AT_ONCE),
  replaceRecoveryCodes: of('replace-recovery-codes', 3, CHANGE_BY_CODE, AT_ONCE),
  deleteMfa: of('delete-mfa', 3, ['BatchGetItem', 'Query', 'TransactWriteItems']),
  loginEvent: of('login', 3, READ_TWICE_AND_NOTE, 'that raises `after-login`'),
  loginStored: of(
    'login',
    3,
    ['BatchGetItem', 'BatchGetItem', 'Query', 'TransactWriteItems'],
    'whose session is stored; the last two calls at once',
  ),
  loginBeside: of(
    'login',
    4,
    ['BatchGetItem', 'BatchGetItem', 'Query', 'TransactWriteItems', 'Query'],
    'whose session is stored, less than 10 s after another',
  ),
  loginBeyond: of(
    'login',
    5,
    ['BatchGetItem', 'BatchGetItem', 'Query', 'TransactWriteItems', 'Query', 'TransactWriteItems'],
    'that also ends the oldest session beyond the limit',
  ),
  loginInPlace: of(
    'login',
    4,
    [...READ_TWICE_AND_NOTE, 'TransactWriteItems'],
    'that raises `after-login`, and then ends the login of a cookie',
  ),
  loginStoredInPlace: of(
    'login',
    4,
    ['BatchGetItem', 'BatchGetItem', 'Query', 'TransactWriteItems', 'TransactWriteItems'],
    'whose session is stored, and that then ends the session of a cookie; the query and the first write at once',
  ),
  reauthenticate: of('reauthenticate', 4, READ_GUESS_AND_WRITE),
  logout: of('logout', 1, ['TransactWriteItems']),
  refresh: of('refresh', 1, ['BatchGetItem', 'UpdateItem']),
  refreshReuse: of(
    'refresh',
    3,
    ['BatchGetItem', 'UpdateItem', 'UpdateItem', 'UpdateItem'],
    'that ends a session for reuse, and is counted',
  ),
  refreshBadToken: of('refresh', 1, ['UpdateItem'], BAD_TOKEN),
  listMySessions: of('list-my-sessions', 2, ['BatchGetItem', 'Query']),
  deleteMySession: of('delete-my-session', 2, READ_AND_WRITE),
  deleteMySessions: of('delete-my-sessions', 2, READ_AND_WRITE, 'after a recent login'),
  deleteMySessionsProved: of('delete-my-sessions', 4, READ_GUESS_AND_WRITE, PROVED),
  listSessions: of('list-sessions', 2, ['BatchGetItem', 'Query']),
  deleteSession: of('delete-session', 2, READ_AND_WRITE),
  deleteSessions: of('delete-sessions', 2, READ_AND_WRITE),
  authorizer: of('authorizer', 1, READ),
  forgotPassword: of('forgot-password', 1, ['UpdateItem']),
  resetPassword: of('reset-password', 1, ['TransactWriteItems']),
  resetBadToken: of('reset-password', 1, ['UpdateItem'], BAD_TOKEN),
  requestVerifyToken: of('request-verify-token', 1, ['UpdateItem']),
  verify: of('verify', 2, READ_AND_WRITE),
  verifyBadToken: of('verify', 1, ['UpdateItem'], BAD_TOKEN),
  confirmEmailChange: of('confirm-email-change', 2, READ_HASH_AND_WRITE, 'the reads at once'),
  requestLogin: of(
    'request-login',
    2,
    ['UpdateItem', 'UpdateItem'],
    'the first is counted for the network address',
  ),
  confirmLogin: of(
    'confirm-login',
    2,
    ['BatchGetItem', 'TransactWriteItems', 'UpdateItem'],
    'that stores nothing; the first two calls at once',
  ),
  confirmLoginStored: of(
    'confirm-login',
    2,
    ['BatchGetItem', 'TransactWriteItems', 'Query', 'TransactWriteItems'],
    'whose session is stored; the first two calls at once, and the others',
  ),
  confirmLoginUnverified: of(
    'confirm-login',
    3,
    ['BatchGetItem', 'TransactWriteItems', 'BatchGetItem', 'TransactWriteItems'],
    'of a user who is not verified; the first two calls at once',
  ),
  confirmLoginNew: of(
    'confirm-login',
    2,
    ['BatchGetItem', 'TransactWriteItems', 'TransactWriteItems'],
    'that registers a user; the first two calls at once',
  ),
  confirmLoginWrong: of(
    'confirm-login',
    2,
    ['BatchGetItem', 'TransactWriteItems', 'UpdateItem'],
    'with a wrong code; the first two calls at once, the last counts it for the network address',
  ),
  oauthAuthorize: of('oauth-authorize', 0, NONE),
  oauthCallback: of(
    'oauth-callback',
    3,
    ['PutItem', 'BatchGetItem', 'UpdateItem'],
    'of a known account; the first write uses the attempt up, the last raises `after-login`',
  ),
  oauthRegister: of(
    'oauth-callback',
    4,
    ['PutItem', 'BatchGetItem', 'TransactWriteItems', 'UpdateItem'],
    'that registers a user',
  ),
  oauthLink: of(
    'oauth-callback',
    5,
    ['PutItem', 'BatchGetItem', 'BatchGetItem', 'TransactWriteItems', 'UpdateItem'],
    'that links an account by its address',
  ),
  oauthMoved: of(
    'oauth-callback',
    5,
    ['PutItem', 'BatchGetItem', 'BatchGetItem', 'BatchGetItem', 'UpdateItem'],
    'of a known account whose user has another address',
  ),
  associateAuthorize: of('associate-authorize', 1, READ),
  associateCallback: of('associate-callback', 3, ['BatchGetItem', 'PutItem', 'TransactWriteItems']),
  associateTaken: of(
    'associate-callback',
    4,
    ['BatchGetItem', 'PutItem', 'TransactWriteItems', 'BatchGetItem'],
    'of an account that somebody has',
  ),
  listMyAccounts: of('list-my-accounts', 2, ['BatchGetItem', 'Query']),
  unlinkMyAccount: of('unlink-my-account', 3, ['BatchGetItem', 'Query', 'TransactWriteItems']),
  listAccounts: of('list-accounts', 2, ['BatchGetItem', 'Query']),
  unlinkAccount: of('unlink-account', 3, ['BatchGetItem', 'Query', 'TransactWriteItems']),
  mfaByPasskey: of(
    'mfa-login',
    2,
    ['BatchGetItem', 'GetItem', 'TransactWriteItems'],
    'by a passkey; the reads at once',
  ),
  passkeyLoginOptions: of('passkey-login-options', 0, NONE),
  passkeyLogin: of('passkey-login', 2, READ_AND_WRITE),
  passkeyOptions: of('passkey-options', 2, ['BatchGetItem', 'Query']),
  addPasskey: of('add-passkey', 3, ['BatchGetItem', 'Query', 'TransactWriteItems']),
  listMyPasskeys: of('list-my-passkeys', 2, ['BatchGetItem', 'Query']),
  renameMyPasskey: of('rename-my-passkey', 2, ['BatchGetItem', 'UpdateItem']),
  deleteMyPasskey: of('delete-my-passkey', 3, ['BatchGetItem', 'Query', 'TransactWriteItems']),
  listPasskeys: of('list-passkeys', 2, ['BatchGetItem', 'Query']),
  deletePasskey: of('delete-passkey', 3, ['BatchGetItem', 'Query', 'TransactWriteItems']),
  listUsers: of(
    'list-users',
    2,
    ['BatchGetItem', 'Query', 'Query', 'Query', 'Query'],
    'a page; the queries at once',
  ),
  findUser: of('list-users', 2, ['BatchGetItem', 'BatchGetItem'], 'by `email`'),
  getUser: of('get-user', 1, READ),
  deleteLockout: of(
    'delete-lockout',
    3,
    ['BatchGetItem', 'Query', 'DeleteItem', 'DeleteItem'],
    'of a user whose passwords were guessed from one address; the last two calls at once',
  ),
  updateUser: of('update-user', 2, READ_AND_WRITE, 'with flags'),
  updateCredential: of('update-user', 3, READ_HASH_AND_WRITE, NEW_CREDENTIAL),
  deleteUser: of('delete-user', 2, READ_AND_WRITE),
  jwks: of('jwks', 0, NONE),
  discovery: of('discovery', 0, NONE),
  webauthnOrigins: of('webauthn-origins', 0, NONE),
  openApi: of('open-api', 0, NONE),
  docs: of('docs', 0, NONE),
  pages: of('pages', 0, NONE, 'what a page of an account shows is read by the routes that have it'),
} as const satisfies Readonly<Record<string, Measured>>;
