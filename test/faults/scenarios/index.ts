import type { Scenario } from '../support/scenario.ts';
import { ACCOUNTS, MAILS } from './accounts.ts';
import { ADMINISTRATION } from './administration.ts';
import { AUTHORIZER } from './authorizer.ts';
import { DOCUMENTS } from './documents.ts';
import { EMAIL_LOGIN } from './email-login.ts';
import { FACTORS } from './factors.ts';
import { END_OF_ALL, KEYS, NEW_SUPERUSER, WALK } from './keys.ts';
import { LOGIN, LOGINS_IN_USE, REFRESH } from './login.ts';
import { OAUTH } from './oauth.ts';
import { PASSKEYS } from './passkeys.ts';
import { RELAY } from './relay.ts';
import { OWN_SESSIONS, SESSIONS_OF_USERS } from './sessions.ts';
import { EXPORT, IMPORTS } from './transfer.ts';

/** What can run at the same time: two parts of about as many calls, each with an API of its own. */
export const PARTS = {
  accounts: [...ACCOUNTS, ...MAILS, ...OAUTH, ...DOCUMENTS, ...RELAY, ...IMPORTS],
  logins: [
    ...LOGIN,
    ...LOGINS_IN_USE,
    ...REFRESH,
    ...OWN_SESSIONS,
    ...SESSIONS_OF_USERS,
    ...EMAIL_LOGIN,
    ...ADMINISTRATION,
    ...AUTHORIZER,
    ...FACTORS,
    ...PASSKEYS,
  ],
} as const satisfies Record<string, readonly Scenario[]>;

export const SCENARIOS: readonly Scenario[] = [
  ...PARTS.accounts,
  ...PARTS.logins,
  ...KEYS,
  ...NEW_SUPERUSER,
  ...WALK,
  ...EXPORT,
  ...END_OF_ALL,
];
