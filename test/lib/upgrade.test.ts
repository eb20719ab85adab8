import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { UsersApiExample } from '../../bin/app';
import './support';
import { longestIn, type TemplateJson } from './worst-case';

const RELEASES = path.join(__dirname, '../deploy/releases');
const HARMLESS: readonly string[] = [
  ResourceImpact.WILL_UPDATE,
  ResourceImpact.WILL_CREATE,
  ResourceImpact.NO_CHANGE,
];

/**
 * Since 0.2.0 policies are inside the roles, API Gateway calls by a role, and the ids of functions are their names.
 * CHANGELOG.md says so.
 */
const MOVED: readonly string[] = [
  'AWS::IAM::Policy',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
];

type Json = ReturnType<Template['toJSON']>;

/**
 * Since 0.2.0 access tokens are signed with key pairs, unless a backend says HS256. Their secret of before
 * leaves the stack and stays in the account. CHANGELOG.md says what ends with it, and how to keep it.
 */
const LEFT = /^UsersAccessTokenSecret.{8}: WILL_ORPHAN$/;

/** Resources that CloudFormation would replace or remove, by what its specification says. */
function losses(from: Json, to: Json): { readonly type: string; readonly what: string }[] {
  const lost: { readonly type: string; readonly what: string }[] = [];
  fullDiff(from, to).resources.forEachDifference((id, { changeImpact, resourceType }) => {
    if (HARMLESS.includes(changeImpact)) return;
    lost.push({ type: String(resourceType), what: `${id}: ${changeImpact}` });
  });
  return lost;
}

describe('an upgrade of the example', () => {
  const today = Template.fromStack(new UsersApiExample(new App(), 'UsersApiExample')).toJSON();
  const [file = ''] = readdirSync(RELEASES).filter((name) => name.endsWith('.json'));
  const release = JSON.parse(readFileSync(path.join(RELEASES, file), 'utf8'));

  const lost = losses(release.template, today);

  test(`from ${path.basename(file, '.json')} replaces and removes nothing but functions and what says who may call what`, () => {
    expect(Object.keys(release.template.Resources).length).toBeGreaterThan(100);
    const others = lost.filter(({ what }) => !LEFT.test(what));
    expect(lost.length - others.length).toBe(1);
    expect(others.filter(({ type }) => !MOVED.includes(type))).toEqual([]);
    expect([...new Set(others.map(({ type }) => type))].sort()).toEqual(MOVED);
  });

  test('gives no policy inside a role the name of one that CloudFormation deletes after it', () => {
    const named = (template: Json, type: string, names: (properties: Json) => unknown) =>
      Object.values<Json>(template.Resources)
        .filter(({ Type }) => Type === type)
        .flatMap(({ Properties }) => names(Properties));
    const before = named(release.template, 'AWS::IAM::Policy', ({ PolicyName }) => PolicyName);
    const after = named(today, 'AWS::IAM::Role', ({ Policies = [] }) =>
      Policies.map(({ PolicyName }: Json) => PolicyName),
    );
    expect(Math.min(before.length, after.length)).toBeGreaterThan(0);
    expect(after.filter((name) => before.includes(name))).toEqual([]);
  });

  test('leaves room in each role for its policies of before and of today, which it has at once for a while', () => {
    const sizes = new Map<string, number>();
    const add = (role: string, document: unknown, template: TemplateJson) => {
      const { length } = JSON.stringify(longestIn(template, document));
      sizes.set(role, (sizes.get(role) ?? 0) + length);
    };
    for (const { Type, Properties } of Object.values<Json>(release.template.Resources)) {
      if (Type !== 'AWS::IAM::Policy') continue;
      for (const { Ref } of Properties.Roles) add(Ref, Properties.PolicyDocument, release.template);
    }
    const both = new Map(sizes);
    for (const [role, { Type, Properties }] of Object.entries<Json>(today.Resources)) {
      if (Type !== 'AWS::IAM::Role') continue;
      for (const { PolicyDocument } of Properties.Policies)
        add(role, PolicyDocument, today as TemplateJson);
    }
    expect([...both.keys()].every((role) => Number(sizes.get(role)) > Number(both.get(role)))).toBe(
      true,
    );
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect([...sizes].filter(([, characters]) => characters > 10_240)).toEqual([]);
  });

  test('would be seen to replace a table that got another key, and a secret that got a name', () => {
    const changed = structuredClone(today);
    const idOf = (prefix: string) =>
      Object.keys(changed.Resources).find((id) => id.startsWith(prefix)) ?? '';
    const [table, secret] = [idOf('UsersTable'), idOf('UsersResetPasswordTokenSecret')];
    changed.Resources[table].Properties.KeySchema[0].AttributeName = 'other';
    changed.Resources[secret].Properties.Name = 'other';
    expect(losses(today, changed).map(({ what }) => what)).toEqual(
      expect.arrayContaining([`${secret}: WILL_REPLACE`, `${table}: WILL_REPLACE`]),
    );
  });
});
