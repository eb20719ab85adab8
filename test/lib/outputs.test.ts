import { describe, expect, test } from '@jest/globals';
import { UsersDomain } from '../../lib';
import { customDomain } from '../apps/parts/custom-domain';
import { newStack, synthesize } from './support';

const namesOf = (outputs: object) =>
  Object.keys(outputs).map((id) => id.replace(/^Users|[\dA-F]{8}$/g, ''));

describe('the outputs of a stack', () => {
  test('name its URL, its bus, its table, the functions of operators, and what was not delivered', () => {
    const { template } = synthesize();
    expect(namesOf(template.findOutputs('*')).sort()).toEqual([
      'CreateUserFunctionName',
      'EndLoginsFunctionName',
      'EventBusName',
      'RelayFunctionName',
      'TableName',
      'UndeliveredEventsBucketName',
      'Url',
    ]);
  });

  test('are none with outputs: false, whatever else there is', () => {
    const stack = newStack();
    const { hostedZone: _, ...domain } = customDomain(stack);
    const { template } = synthesize({ outputs: false, domain: UsersDomain.custom(domain) }, stack);
    expect(template.findOutputs('*')).toEqual({});
  });
});
