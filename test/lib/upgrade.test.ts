import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { UsersApiExample } from '../../bin/app';
import './support';

const RELEASES = path.join(__dirname, '../deploy/releases');
const HARMLESS: readonly string[] = [
  ResourceImpact.WILL_UPDATE,
  ResourceImpact.WILL_CREATE,
  ResourceImpact.NO_CHANGE,
];

type Json = ReturnType<Template['toJSON']>;

/** Resources that CloudFormation would replace or remove, by what its specification says. */
function losses(from: Json, to: Json): string[] {
  const lost: string[] = [];
  fullDiff(from, to).resources.forEachDifference((id, { changeImpact }) => {
    if (!HARMLESS.includes(changeImpact)) lost.push(`${id}: ${changeImpact}`);
  });
  return lost;
}

describe('an upgrade of the example', () => {
  const today = Template.fromStack(new UsersApiExample(new App(), 'UsersApiExample')).toJSON();
  const [file = ''] = readdirSync(RELEASES).filter((name) => name.endsWith('.json'));
  const release = JSON.parse(readFileSync(path.join(RELEASES, file), 'utf8'));

  test(`from ${path.basename(file, '.json')} replaces and removes nothing`, () => {
    expect(Object.keys(release.template.Resources).length).toBeGreaterThan(100);
    expect(losses(release.template, today)).toEqual([]);
  });

  test('would be seen to replace a table that got another key, and a secret that got a name', () => {
    const changed = structuredClone(today);
    const idOf = (prefix: string) =>
      Object.keys(changed.Resources).find((id) => id.startsWith(prefix)) ?? '';
    const [table, secret] = [idOf('UsersTable'), idOf('UsersAccessTokenSecret')];
    changed.Resources[table].Properties.KeySchema[0].AttributeName = 'other';
    changed.Resources[secret].Properties.Name = 'other';
    expect(losses(today, changed)).toEqual(
      expect.arrayContaining([`${secret}: WILL_REPLACE`, `${table}: WILL_REPLACE`]),
    );
  });
});
