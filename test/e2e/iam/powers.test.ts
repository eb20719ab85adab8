import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readStack } from 'cdk-users-api-local/cloudformation/assembly';
import { StackScope } from 'cdk-users-api-local/cloudformation/stack-scope';
import { resourcesOf } from 'cdk-users-api-local/cloudformation/template';
import { ACTIONS } from '../../../lib/contract/index.ts';
import { table } from '../../../scripts/tables/markdown.ts';
import { assemblyOf } from '../support/assemblies.ts';
import { FACTOR_POWERS, POWERS, type Power, type Powers, powersOf } from './powers.ts';

const PROJECT = path.join(import.meta.dirname, '../../..');
const DOCUMENT = path.join(PROJECT, 'docs/security.md');

/** The stacks of the tables, by the names in the markers, with their apps. */
const STACKS = {
  example: undefined,
  'every-login': 'test/apps/every-login.ts',
  'on-request': 'test/apps/on-request.ts',
  transfer: 'test/apps/transfer.ts',
  'email-login': 'test/apps/email-login.ts',
  'every-factor': 'test/apps/every-factor.ts',
  grouped: 'test/apps/grouped.ts',
} as const;
/** Columns of a table, where they are others. */
const COLUMNS: Readonly<Partial<Record<Name, readonly Power[]>>> = {
  'every-factor': FACTOR_POWERS,
};
/** Actions of the rows where a stack has others of the tables before. */
const ONLY: Readonly<Partial<Record<Name, readonly string[]>>> = {
  'on-request': ['authorizer', 'create-superuser'],
  transfer: ['import-users', 'export-users'],
  'email-login': ['request-login', 'confirm-login', 'relay'],
  grouped: ['public', 'signed-in', 'administration'],
};
type Name = keyof typeof STACKS;

const between = (name: Name) =>
  new RegExp(`(<!-- powers:${name} -->\n)(.*?)(<!-- /powers:${name} -->)`, 's');

async function powersIn(name: Name): Promise<ReadonlyMap<string, Powers>> {
  const stack = await readStack(await assemblyOf(PROJECT, STACKS[name]));
  const scope = new StackScope(stack.template, stack.name, stack.environment);
  for (const { logicalId } of resourcesOf(stack.template, 'AWS::DynamoDB::GlobalTable')) {
    const StreamArn = `${scope.attribute(logicalId, 'Arn')}/stream/2026-01-01T00:00:00.000`;
    scope.identify(logicalId, { attributes: { StreamArn } });
  }
  return powersOf({ template: stack.template, resolve: (value) => scope.resolve(value) });
}

/** Functions with the same powers in one row. */
function written(powers: ReadonlyMap<string, Powers>, columns: readonly Power[]): string {
  const rows = new Map<string, { readonly functions: string[]; readonly cells: string[] }>();
  for (const [action, own] of powers) {
    const cells = columns.map((power) => own[power]);
    const row = rows.get(cells.join('|')) ?? { functions: [], cells };
    row.functions.push(`\`${action}\``);
    rows.set(cells.join('|'), row);
  }
  return table(
    ['a taken-over function could', ...columns],
    [...rows.values()].map(({ functions, cells }) => [functions.join(', '), ...cells]),
  );
}

describe('what a taken-over function could do', () => {
  test.each(Object.keys(STACKS) as Name[])(
    'is what docs/security.md says, in the stack %s',
    async (name) => {
      const all = [...(await powersIn(name))];
      const shown = all.filter(([action]) => ONLY[name]?.includes(action) ?? true);
      const current = `\n${written(new Map(shown), COLUMNS[name] ?? POWERS)}\n\n`;
      const text = await readFile(DOCUMENT, 'utf8');
      if (process.env.WRITE_POWERS === 'true') {
        await writeFile(
          DOCUMENT,
          text.replace(between(name), (_, begin, __, end) => `${begin}${current}${end}`),
        );
        return;
      }
      // What is new here is a power that nobody has looked at: `npm run tables:powers` writes it down.
      expect(between(name).exec(text)?.[2]).toBe(current);
    },
    60_000,
  );

  test('includes what its policy allows, and nothing for one that allows nothing', async () => {
    const powers = await powersIn('example');
    const none = [...POWERS, ...FACTOR_POWERS].map((each) => [each, '']);
    expect(powers.get('forgot-password')).toEqual(Object.fromEntries(none));
    expect(powers.get('update-user')).toMatchObject({
      'become a superuser': 'yes',
      'read a hash': 'yes',
      'replace a credential': 'password, owner',
    });
  });

  test('is less than to make a superuser, for all but those whose purpose it is', async () => {
    for (const name of Object.keys(STACKS) as Name[]) {
      const makers = [...(await powersIn(name))].filter(
        ([, own]) => own['become a superuser'] !== '',
      );
      expect(makers.map(([action]) => action).sort()).toEqual(
        [
          ...(name === 'on-request' ? ['create-superuser'] : []),
          ...(name === 'grouped' ? ['administration'] : []),
          'create-user',
          ...(name === 'transfer' ? ['import-users'] : []),
          ...(name === 'grouped' ? [] : ['update-user']),
        ].sort(),
      );
    }
  });

  test('is to forge access tokens only for those that issue them, or make or replace the keys', async () => {
    const powers = await powersIn('every-login');
    const forgers = [...powers].filter(([, own]) => own.forge.includes('access tokens'));
    const issuers = ACTIONS.filter(({ name, signs }) => signs && powers.has(name));
    expect(forgers.map(([action]) => action).sort()).toEqual(
      ['end-logins', 'rotate-keys', ...issuers.map(({ name }) => name)].sort(),
    );
    expect(forgers.length).toBeLessThan(powers.size / 2);
  });
});
