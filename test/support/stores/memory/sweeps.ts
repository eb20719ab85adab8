/** Deletions of what a user leaves: several calls, between which others are made. */
import type { Leftovers } from '../../../../lambda/users/accounts/leftovers.ts';
import { hashedName } from '../../../../lambda/users/limits/subject.ts';
import { ITEM_FEATURES, itemsOfUser, keyOf } from '../../../../lib/contract/item-keys.ts';
import { forgetAttempts, forgetCodeAttempts } from './attempts.ts';
import type { MemoryCalls } from './calls.ts';
import { emailChangeOf, type MemoryTable } from './table.ts';

type Deletion = () => unknown;

export async function sweepUser(
  table: MemoryTable,
  calls: MemoryCalls,
  { id, email }: Parameters<Leftovers['sweep']>[0],
  until: Date,
): Promise<void> {
  const { requests } = table;
  const ofAddress = itemsOfUser('address', ITEM_FEATURES).map((kind) => () => {
    const item = `${kind} ${email}`;
    const last = requests.get(item)?.at(-1) ?? 0;
    if (last * 1000 > until.getTime()) return;
    requests.delete(item);
    if (kind === 'request-login') table.loginRequests.delete(email);
  });
  const partitions: (() => Deletion[])[] = [
    () =>
      [...table.sessions.values()]
        .filter(({ userId }) => userId === id)
        .map(
          ({ sessionId }) =>
            () =>
              table.sessions.delete(sessionId),
        ),
    () => startingWith(table.revoked, `${id} `),
    () => [
      ...[table.totp, table.pendingTotp].map((secrets) => () => secrets.delete(id)),
      ...startingWith(table.recoveryCodes, `${id} `),
    ],
    () => startingWith(table.passkeys, `${id} `),
    () => startingWith(table.devices, `${id} `),
    () => startingWith(requests, emailChangeOf(id)),
    () =>
      [...table.accounts].flatMap(([key, { userId }]) =>
        userId === id ? [() => deleteIf(table, key, (link) => link.userId === id)] : [],
      ),
  ];
  const emptied = partitions.map(async (deletions) => {
    await deleteAll(calls, await calls.read('sweep', deletions));
  });
  const counters = [
    forgetAttempts(table, calls, hashedName(email), until),
    forgetCodeAttempts(table, calls, id),
  ];
  const notices = [hashedName(email), id].map((name) => () => {
    const { pk } = keyOf('lockout-notice', { name });
    if ((table.notices.get(pk) ?? 0) <= until.getTime()) table.notices.delete(pk);
  });
  await settled([deleteAll(calls, [...ofAddress, ...notices]), ...emptied, ...counters]);
}

export async function sweepAccounts(
  table: MemoryTable,
  calls: MemoryCalls,
  id: string,
  below: number,
): Promise<void> {
  const isRemoved = (link: { readonly userId: string; readonly linkVersion: number }) =>
    link.userId === id && link.linkVersion < below;
  const deletions = await calls.read('sweepAccounts', () =>
    [...table.accounts].flatMap(([key, link]) =>
      isRemoved(link) ? [() => deleteIf(table, key, isRemoved)] : [],
    ),
  );
  await deleteAll(calls, deletions);
}

type Links = MemoryTable['accounts'];
type Link = Links extends Map<string, infer Each> ? Each : never;

function deleteIf({ accounts }: MemoryTable, key: string, isRemoved: (link: Link) => boolean) {
  const link = accounts.get(key);
  if (link && isRemoved(link)) accounts.delete(key);
}

function startingWith(
  items: ReadonlyMap<string, unknown> | ReadonlySet<string>,
  start: string,
): Deletion[] {
  const deletable = items as Set<string>;
  return [...items.keys()]
    .filter((key) => key.startsWith(start))
    .map((key) => () => deletable.delete(key));
}

async function deleteAll(calls: MemoryCalls, deletions: readonly Deletion[]): Promise<void> {
  await settled(deletions.map((each) => calls.single('sweep', each)));
}

/** Waits for all, as the adapter does. */
async function settled(deletions: readonly Promise<unknown>[]): Promise<void> {
  const outcomes = await Promise.allSettled(deletions);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}
