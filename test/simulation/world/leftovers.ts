import type { MemoryTable } from '../../support/stores/memory/table.ts';

/** What the table has of a user besides profile and credential, in words. */
export function leftoversOf(table: MemoryTable, id: string): string | undefined {
  for (const session of table.sessions.values()) {
    if (session.userId === id) return `session ${session.sessionId}`;
  }
  for (const { userId, account } of table.accounts.values()) {
    if (userId === id) return `account ${account.subject}`;
  }
  const keys = [
    ...table.revoked,
    ...table.requests.keys(),
    ...table.totp.keys(),
    ...table.pendingTotp.keys(),
    ...table.recoveryCodes.keys(),
    ...table.passkeys.keys(),
    ...table.devices.keys(),
  ];
  return keys.find((key) => key.includes(id));
}
