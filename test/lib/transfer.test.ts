import { describe, expect, test } from '@jest/globals';
import type { UsersApiProps } from '../../lib';
import { rolesOf, synthesize } from './support';

const BOTH = { importUsers: true, exportUsers: true };

/** Functions and outputs by which an operator moves users. */
function madeBy(props: UsersApiProps) {
  const { template, users } = synthesize(props);
  const outputs = Object.keys(template.toJSON().Outputs ?? {});
  return {
    functions: Object.keys(users.functions).filter((name) => /^(im|ex)port-users$/.test(name)),
    outputs: outputs.filter((id) => /(Im|Ex)portUsersFunctionName/.test(id)).length,
  };
}

describe('an operator moves users in and out', () => {
  test('only by the functions that the props ask for', () => {
    expect(madeBy({})).toEqual({ functions: [], outputs: 0 });
    expect(madeBy({ importUsers: true })).toEqual({ functions: ['import-users'], outputs: 1 });
    expect(madeBy({ exportUsers: true })).toEqual({ functions: ['export-users'], outputs: 1 });
  });

  test('by functions that no other function gets a permission for', () => {
    const without = rolesOf(synthesize().template);
    const own = /UsersImportUsers|UsersExportUsers/;
    const others = rolesOf(synthesize(BOTH).template).filter(({ role }) => !own.test(role));
    expect(others).toEqual(without);
  });

  test('by functions that have no route', () => {
    const { template } = synthesize(BOTH);
    const routes = JSON.stringify(template.findResources('AWS::ApiGatewayV2::Integration'));
    expect(routes).not.toMatch(/ImportUsers|ExportUsers/);
  });
});
