import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  removeTemporaryDirectories,
  temporaryDirectory,
} from 'cdk-users-api-local/test/temporary-directory';
import { differences, resourcesOf } from '../../../scripts/floor/templates.ts';

afterAll(removeTemporaryDirectories);

describe('the resources of an assembly', () => {
  test('are those of all its stacks, of stages too, each with its type', async () => {
    const assembly = temporaryDirectory();
    mkdirSync(path.join(assembly, 'assembly-Prod'));
    const write = (file: string, template: unknown) =>
      writeFileSync(path.join(assembly, file), JSON.stringify(template));
    write('One.template.json', { Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable' } } });
    write('assembly-Prod/ProdTwo.template.json', {
      Resources: { Bus: { Type: 'AWS::Events::EventBus' } },
    });
    write('Empty.template.json', {});
    write('One.assets.json', { Resources: { Other: { Type: 'AWS::S3::Bucket' } } });

    expect(await resourcesOf(assembly)).toEqual([
      'One: Table (AWS::DynamoDB::GlobalTable)',
      'ProdTwo: Bus (AWS::Events::EventBus)',
    ]);
  });
});

describe('the differences of two releases', () => {
  test('are what only one of both has', () => {
    expect(differences(['a', 'b'], ['b', 'c'])).toEqual(['- a', '+ c']);
    expect(differences(['a', 'b'], ['b', 'a'])).toEqual([]);
  });
});
