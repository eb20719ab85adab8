import type { TableInvariant } from './invariant.ts';

export const oneUserAnAddress: TableInvariant = ({ table }) => {
  const emails = new Set<string>();
  for (const { credential } of table.byId.values()) {
    if (emails.has(credential.email)) return `two users have the address ${credential.email}`;
    emails.add(credential.email);
  }
  return undefined;
};
