import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { actionCases } from './suite/api.ts';
import { assemblyOf } from './support/assemblies.ts';
import { type ProxiedSystem, startProxiedSystem } from './support/proxied-system.ts';
import { runOn, shared } from './support/start.ts';

const APP = 'test/apps/recommended-flags.ts';
const PROJECT = path.join(import.meta.dirname, '../..');

interface Artifact {
  readonly type: string;
  readonly properties?: { readonly flags?: Record<string, { readonly userValue?: unknown }> };
}

/** What CDK reports of the feature flags of an app: those that it has set, with their values. */
async function flagsOf(assembly: string): Promise<Record<string, unknown>> {
  const manifest = JSON.parse(await readFile(path.join(assembly, 'manifest.json'), 'utf8'));
  const reports = Object.values<Artifact>(manifest.artifacts).flatMap(({ type, properties }) =>
    type === 'cdk:feature-flag-report' ? Object.entries(properties?.flags ?? {}) : [],
  );
  const set = reports.filter(([, { userValue }]) => userValue !== undefined);
  return Object.fromEntries(set.map(([name, { userValue }]) => [name, userValue]));
}

describe('the API of an app with all recommended feature flags, on this machine', () => {
  const start = shared(() => startProxiedSystem({ app: APP }));
  let system: ProxiedSystem;

  runOn(start, (started) => {
    system = started;
  });
  afterEach(() => expect(system.permissions.takeDenials()).toEqual([]));

  test('has set every flag that this version of CDK recommends', async () => {
    expect(await flagsOf(await assemblyOf(PROJECT, APP))).toEqual(recommended);
  });

  actionCases(start);
});
