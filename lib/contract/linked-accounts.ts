/** The accounts at providers that users have: listed and removed, by themselves and by superusers. */
import { del, get, may } from './action.ts';
import { LINKED_ACCOUNT_ATTRIBUTES } from './attributes.ts';
import { signedIn, superuser } from './callers.ts';
import { listOf, noContent } from './success.ts';
import { LINK_ATTRIBUTES } from './write-attributes.ts';

/** To list the accounts of users. */
export const LIST_ACCOUNTS = may('Query', 'account-of-user', {
  attributes: ['pk', ...LINKED_ACCOUNT_ATTRIBUTES],
});

/** To remove one of them. */
export const UNLINK_ACCOUNT = may('DeleteItem', ['account', 'account-of-user']);

const UNLINK = [
  LIST_ACCOUNTS,
  UNLINK_ACCOUNT,
  may('UpdateItem', 'profile', { attributes: LINK_ATTRIBUTES }),
];
const REMOVED = { gives: noContent('the account signs nobody in any more') };

export const listMyAccounts = signedIn(
  'list-my-accounts',
  get('/me/accounts', { gives: listOf('LinkedAccount') }),
  "One's own accounts at providers, oldest first.",
  { freshProof: 'never', onlyWith: 'oauthClients', table: [LIST_ACCOUNTS] },
);

export const unlinkMyAccount = signedIn(
  'unlink-my-account',
  del('/me/accounts/{client}/{subject}', REMOVED),
  "Remove an account at a provider from one's own user.",
  {
    form: { page: 'security', done: 'same' },
    refuses: ['NOT_FOUND', 'LAST_CREDENTIAL'],
    freshProof: 'always',
    onlyWith: 'oauthClients',
    table: UNLINK,
  },
);

export const listAccounts = superuser(
  'list-accounts',
  get('/{id}/accounts', { gives: listOf('LinkedAccount', { as: '`GET /me/accounts`' }) }),
  'The accounts at providers of a user, oldest first.',
  { freshProof: 'never', onlyWith: 'oauthClients', table: [LIST_ACCOUNTS] },
);

export const unlinkAccount = superuser(
  'unlink-account',
  del('/{id}/accounts/{client}/{subject}', REMOVED),
  'Remove an account at a provider from a user.',
  {
    refuses: ['NOT_FOUND', 'LAST_CREDENTIAL'],
    freshProof: 'always',
    onlyWith: 'oauthClients',
    table: UNLINK,
  },
);
