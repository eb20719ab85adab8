import { partitionOf } from '../../../lib/contract/item-keys.ts';
import type { FaultClient } from '../support/fault-client.ts';
import { itemsIn } from '../support/past.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

/** An id of each client, as version 7 has them. */
function newId({ about }: FaultClient): string {
  const id = crypto.randomUUID().replace(/^(.{14})./, '$17');
  about.user.push(id);
  return id;
}

const importing = (client: FaultClient, users: readonly object[], events = false) =>
  client.invoke(client.faulty.functionOf('import-users'), { users, events });

export const IMPORTS: readonly Scenario[] = [
  ...[false, true].map((is_superuser) =>
    scenario('import-users', is_superuser ? 'of a superuser' : 'of a user', async (client) => {
      const user = { id: newId(client), email: client.address(), is_superuser, nickname: 'Ada' };
      return () => importing(client, [user], is_superuser);
    }),
  ),
  scenario('import-users', 'who is there, or whose address is taken', async (client) => {
    const { id, email } = await client.user();
    const users = [
      { id, email },
      { id: newId(client), email },
    ];
    return () => importing(client, users);
  }),
];

/** No other user may begin while it walks. */
export const EXPORT: readonly Scenario[] = [
  scenario(
    'export-users',
    'of the users of a partition',
    async (client) => {
      const { id } = await client.user();
      const [profile] = await itemsIn(client, partitionOf('profile', { user: id }));
      const walk = { partition: profile?.list, after: justBefore(id) };
      return () => client.invoke(client.faulty.functionOf('export-users'), { walk });
    },
    { alone: true, form: true },
  ),
];

/** The id before this one, so that a walk comes to this one first. */
export function justBefore(id: string): string {
  const digits = (BigInt(`0x${id.replaceAll('-', '')}`) - 1n).toString(16).padStart(32, '0');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
