import * as path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { UserModel } from '../../../lib';
import { newStack, synthesize } from '../support';

const MODELS = path.join(__dirname, '../../support/user-models');

interface Fields {
  readonly properties: Readonly<Record<string, object>>;
  readonly required: readonly string[];
}

function schemasOf(library: string): Readonly<Record<string, Fields>> {
  const userModel = UserModel.fromFile(path.join(MODELS, `${library}.ts`));
  return synthesize({ userModel }, newStack()).users.openApi.components.schemas;
}

const own = (names: Fields | undefined, others: readonly string[]) =>
  Object.keys(names?.properties ?? {}).filter((name) => !others.includes(name));
const BASE = ['email', 'password', 'current_password', 'is_active', 'is_superuser', 'is_verified'];
const READ_ONLY = [...BASE, 'id', 'created_at', 'updated_at'];

describe('custom fields in the OpenAPI document', () => {
  test.each(['zod', 'valibot', 'arktype'])(
    'of %s are there for those who may send or see them',
    (library) => {
      const schemas = schemasOf(library);
      expect({
        register: own(schemas.RegisterBody, BASE),
        me: own(schemas.UpdateMeBody, BASE),
        superuser: own(schemas.UpdateUserBody, BASE).toSorted(),
        shown: own(schemas.User, READ_ONLY).toSorted(),
      }).toEqual({
        // Others write `plan` and `notes`, and nobody sees `notes`.
        register: expect.arrayContaining(['name', 'address']),
        me: expect.arrayContaining(['name', 'address']),
        superuser: ['address', 'name', 'notes', 'plan'],
        shown: ['address', 'name', 'plan'],
      });
      expect(own(schemas.RegisterBody, BASE)).not.toContain('plan');
    },
  );

  test.each(['zod', 'arktype'])('of %s have the rules of their schema', (library) => {
    const { RegisterBody, UpdateMeBody, User } = schemasOf(library);
    expect(RegisterBody?.properties.name).toMatchObject({ type: 'string', minLength: 2 });
    expect(RegisterBody?.required).toEqual(['email', 'password', 'name']);
    // What is left out stays as it is.
    expect(UpdateMeBody?.required ?? []).toEqual([]);
    // A user may be stored under an earlier model.
    expect(User?.required).not.toContain('name');
  });

  test('of a library that tells no JSON Schema are there by their names', () => {
    const { RegisterBody } = schemasOf('valibot');
    expect(RegisterBody?.properties.name).toEqual({});
  });
});
