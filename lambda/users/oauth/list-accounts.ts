import type { Profile } from '../user.ts';
import { acceptedAccounts, type LinkedAccounts, type PublicAccount } from './linked-account.ts';

/** The accounts at providers that sign a user in, oldest first. */
export async function listAccounts(
  deps: { readonly accounts: LinkedAccounts },
  { profile }: { readonly profile: Profile },
): Promise<readonly PublicAccount[]> {
  const accounts = await acceptedAccounts(deps.accounts, profile);
  return accounts.map(({ client, issuer = null, subject, email = null, created_at }) => ({
    client,
    issuer,
    subject,
    email,
    created_at,
  }));
}
