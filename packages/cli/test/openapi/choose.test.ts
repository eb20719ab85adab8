import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { chosen } from '../../src/openapi/choose.ts';
import { documentsIn } from '../../src/openapi/documents.ts';

afterAll(removeTemporaryDirectories);

const document = (title: string) => ({
  openapi: '3.1.0',
  info: { title, version: '1' },
  paths: {},
  components: {},
});

const metadataOf = (construct: string, title: string) => ({
  [construct]: [
    { type: 'aws:cdk:logicalId', data: 'X' },
    { type: 'cdk-users-api:openapi', data: document(title) },
  ],
});

function assembly(artifacts: object, files: Readonly<Record<string, object>> = {}): string {
  const folder = temporaryDirectory();
  for (const [name, content] of Object.entries({ ...files, 'manifest.json': { artifacts } })) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), JSON.stringify(content));
  }
  return folder;
}

const stack = (more: object) => ({ type: 'aws:cloudformation:stack', ...more });

describe('the documents of an assembly', () => {
  test('are read from the manifest, or from the file that newer releases of the CDK write', async () => {
    const folder = assembly(
      {
        Old: stack({ metadata: metadataOf('/Old/Users', 'old') }),
        New: stack({ additionalMetadataFile: 'New.metadata.json' }),
        Other: stack({}),
        Tree: { type: 'cdk:tree' },
      },
      { 'New.metadata.json': metadataOf('/New/Auth/Users', 'new') },
    );
    expect(await documentsIn(folder)).toEqual([
      { stack: 'Old', construct: 'Users', document: document('old') },
      { stack: 'New', construct: 'Auth/Users', document: document('new') },
    ]);
  });

  test('are those of stages too, by the names that cdk deploy takes', async () => {
    const inner = {
      artifacts: {
        ProdUsers1A2B: stack({
          displayName: 'Prod/Users (Prod-Users)',
          metadata: metadataOf('/Prod/Users/Api', 'prod'),
        }),
      },
    };
    const folder = assembly(
      {
        'assembly-Prod': {
          type: 'cdk:cloud-assembly',
          properties: { directoryName: 'assembly-Prod' },
        },
      },
      { 'assembly-Prod/manifest.json': inner },
    );
    expect(await documentsIn(folder)).toEqual([
      { stack: 'Prod/Users', construct: 'Api', document: document('prod') },
    ]);
  });
});

describe('of several', () => {
  const of = (stackName: string, construct: string) => ({
    stack: stackName,
    construct,
    document: document(`${stackName} ${construct}`),
  });
  const two = [of('A', 'Users'), of('B', 'Customers'), of('B', 'Staff')];

  test('one is chosen by its stack, and by its path where that has several', () => {
    expect(chosen(two, { stack: 'A' })).toBe(two[0]);
    expect(chosen(two, { stack: 'B', construct: 'Staff' })).toBe(two[2]);
    expect(chosen([of('A', 'Users')], {})).toEqual(of('A', 'Users'));
  });

  test.each([
    [
      [],
      {},
      'the app has no UsersApi whose document could be read: add one, or update cdk-users-api',
    ],
    [two, {}, 'several stacks have a UsersApi: choose with --stack one of A, B'],
    [two, { stack: 'C' }, 'stack C has no UsersApi: choose with --stack one of A, B'],
    [
      two,
      { stack: 'B' },
      'stack B has several UsersApi: choose with --construct one of Customers, Staff',
    ],
    [
      two,
      { stack: 'B', construct: 'X' },
      'stack B has no UsersApi X: choose with --construct one of Customers, Staff',
    ],
  ])('what can not be told apart is refused with what there is: %#', (all, choice, message) => {
    expect(() => chosen(all, choice)).toThrow(message);
  });
});
