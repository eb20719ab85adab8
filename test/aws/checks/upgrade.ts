import { previousRelease } from '../../deploy/releases/release.ts';
import { UsersTable } from '../../deploy/support/users-data.ts';
import { Client } from '../../e2e/support/client.ts';
import type { Context } from '../check.ts';
import { systemOf } from '../deployment.ts';
import { differs, type Findings, pass } from '../finding.ts';
import { UPGRADE } from '../stacks.ts';

/** What holds nothing, and may be replaced. */
const REPLACEABLE = ['AWS::IAM::Policy', 'AWS::Lambda::Function', 'AWS::Lambda::Permission'];

/** Upgrades the stack of the last release, with users in its table. */
export async function checkUpgrade(context: Context): Promise<Findings> {
  const { cdk, assembly, stacks, place } = context;
  const release = previousRelease();
  const table = new UsersTable(await stacks.upgrade.resource('UsersTable'), place.clientConfig);
  await table.put(release.items);
  const before = await stacks.upgrade.resources();
  await cdk.deployAssembly(assembly, [UPGRADE.after]);
  const after = await stacks.upgrade.resources();

  const typeOf = (id: string) => String(release.template.Resources?.[id]?.Type);
  const replaced = [...before]
    .filter(([id, physical]) => after.has(id) && after.get(id) !== physical)
    .map(([id]) => typeOf(id))
    .filter((type) => !REPLACEABLE.includes(type));
  const shut = await shutOut(context);
  const seen = `${release.users.length} users of ${release.version}; shut out: ${shut.length}; replaced: ${replaced.length}`;
  const isFine = replaced.length === 0 && shut.length === 0;
  return { upgrade: isFine ? pass(seen) : differs([seen, ...shut, ...replaced].join(', ')) };
}

/** Addresses of users who can't log in, or are others than they were. */
async function shutOut(context: Context): Promise<readonly string[]> {
  const client = new Client(await systemOf(context, context.stacks.upgrade));
  const shut: string[] = [];
  for (const { user, password } of previousRelease().users) {
    const answer = await client.login(user.email, password);
    const token = answer.json?.access_token;
    const me = user.is_active ? await client.send('GET', '/me', { token }) : undefined;
    const isRight = user.is_active
      ? answer.status === 200 && JSON.stringify(me?.json) === JSON.stringify(user)
      : answer.status === 400;
    if (!isRight) shut.push(`${user.email} ${answer.status} ${me?.text ?? ''}`);
  }
  return shut;
}
